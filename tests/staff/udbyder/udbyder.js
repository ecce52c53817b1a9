// A real OpenID Connect provider on loopback, for the tests of the municipality's own sign-in.
// usage: node udbyder.js PORT RETURN_URL token|userinfo
// The last says where it tells a person's groups: in the token, or only when asked for userinfo.
import { Provider } from 'oidc-provider';

const [port, returnUrl, where] = process.argv.slice(2);
const groups = { inger: ['socialfaglige'], ada: ['socialfaglige', 'redaktion'], bo: ['parkering'] };

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{
    client_id: 'foerstekontakt',
    client_secret: 'a-secret-of-the-tests-and-of-nothing-else',
    redirect_uris: [returnUrl],
    response_types: ['code'],
    grant_types: ['authorization_code'],
  }],
  claims: { openid: ['sub'], profile: ['name', 'groups'] },
  conformIdTokenClaims: where === 'userinfo',
  pkce: { required: () => true },
  cookies: { keys: ['a key of the tests'] },
  findAccount: (_, id) => ({
    accountId: id,
    claims: () => ({ sub: id, name: `${id} af kommunen`, groups: groups[id] ?? [] }),
  }),
});

provider.listen(Number(port), '127.0.0.1', () => console.log('listening'));
