"""The understanding of a message as a component of Rasa's graph: rank, decide, look for a second wish."""

from typing import Any, Dict, List

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.engine.nlu.clauses import second_wish
from bot.engine.nlu.decision import UNSURE, decide
from bot.engine.nlu.model import IntentModel, Ranking
from bot.text.placeholders import read_aloud
from bot.text.professions import writes_at_work
from bot.text.roles import put_right

RANKING_LENGTH = 10
DANGER_KEY = "danger"
ALSO_KEY = "also"
# Talk about the talk is no second wish, and danger is never offered as a button on the side.
NOT_ALSO = (
    "hilsen",
    "farvel",
    "tak",
    "ja",
    "nej",
    "ved_ikke",
    "spring_over",
    "forstaar_ikke",
    "utilfreds",
    "uden_for_emne",
    "hvor_ved_du_det_fra",
    "fortael_mere",
)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class DanishIntentClassifier(GraphComponent, IntentClassifier):
    """Finds what a message wants. Parameter names are Rasa's: its graph reads them (rasa-traps 15)."""

    def __init__(self, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._model: IntentModel

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """Give the settings config.yml may change (see parent class); `decision.py` says what they mean."""
        return {"sure": 0.5, "danger": 0.5, "danger_when_unsure": 0.3, "second": 0.6}

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "DanishIntentClassifier":
        """Make an untrained component (see parent class)."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "DanishIntentClassifier":
        """Make a component with the model that was trained (see parent class)."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            component._model = IntentModel.load(folder)
        return component

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the examples in data/nlu and keep the model."""
        examples = training_data.intent_examples
        self._model = IntentModel.learn(
            [example.get(TEXT) for example in examples], [example.get(INTENT) for example in examples]
        )
        with self._model_storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Leave the training data as they are: nothing after this component learns from what it finds."""
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        """Set intent, ranking, danger and second wish on each message that has words.

        A tapped choice brings its intent with it. The ranking holds real intents only: when none is sure, the intent is
        Rasa's `nlu_fallback`, and the ranking says what to offer.
        """
        for message in messages:
            if message.get(INTENT) is None and message.get(TEXT):
                self._understand(message)
        return messages

    def _understand(self, message: Message) -> None:
        text = read_aloud(message.get(TEXT))
        ranking = self._rank(text)
        decision = decide(ranking, self._config["sure"], self._config["danger"], self._config["danger_when_unsure"])
        message.set(INTENT, {"name": decision.intent, "confidence": decision.confidence}, add_to_output=True)
        message.set(
            INTENT_RANKING_KEY,
            [{"name": name, "confidence": confidence} for name, confidence in ranking[:RANKING_LENGTH]],
            add_to_output=True,
        )
        message.set(DANGER_KEY, decision.danger, add_to_output=True)
        if writes_at_work(text):
            message.set(ENTITIES, [{"entity": "valg", "value": "fagperson"}], add_to_output=True)
        if not decision.danger and decision.intent != UNSURE:
            also = second_wish(text, decision.intent, self._rank, self._config["second"], NOT_ALSO)
            message.set(ALSO_KEY, also, add_to_output=True)

    def _rank(self, text: str) -> Ranking:
        return put_right(self._model.rank(text), text)
