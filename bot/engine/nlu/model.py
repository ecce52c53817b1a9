"""A light linear model over n-grams, sounds and concepts, kept as plain numbers (no pickles to trust).

What was measured against what, and why this won: docs/understanding.md.
"""

import json
from collections import Counter
from pathlib import Path
from typing import Any, Callable, Dict, Iterable, List, Sequence, Tuple

import numpy as np
from joblib import parallel_backend
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier

from bot.engine.nlu.concepts import Concepts
from bot.text.spelling import fold, sound

Ranking = List[Tuple[str, float]]

# What the model looks at, each with its weight. A word is one sign or more: "a" is how half of Jutland says "jeg".
_WORD = r"(?u)\b\w+\b"
VIEWS: Dict[str, Tuple[Dict[str, Any], float]] = {
    "letters": ({"preprocessor": fold, "analyzer": "char_wb", "ngram_range": (2, 5)}, 1.0),
    "words": ({"preprocessor": fold, "analyzer": "word", "ngram_range": (1, 2), "token_pattern": _WORD}, 1.0),
    "sounds": ({"preprocessor": sound, "analyzer": "char_wb", "ngram_range": (2, 4)}, 0.7),
    "sounding words": ({"preprocessor": sound, "analyzer": "word", "ngram_range": (1, 2), "token_pattern": _WORD}, 0.7),
    "concepts": ({"analyzer": Concepts.load}, 0.5),
}
STRENGTH = 20.0  # of the fit: inverse of the regularisation
SEEN_AT_LEAST = 2


def vectorizer(view: str) -> TfidfVectorizer:
    """Give an untrained vectorizer for one of `VIEWS`."""
    settings = dict(VIEWS[view][0])
    if settings["analyzer"] == Concepts.load:
        settings["analyzer"] = Concepts.load()
    return TfidfVectorizer(dtype=np.float32, min_df=SEEN_AT_LEAST, sublinear_tf=True, **settings)


class View:
    """One fitted view of `VIEWS`, read a message at a time: what its vectorizer gives, without what a matrix of one row costs."""

    def __init__(self, name: str, vocabulary: Dict[str, int], idf: np.ndarray) -> None:
        self.vocabulary = vocabulary
        self.idf = idf
        self._analyze: Callable[[str], Iterable[str]] = vectorizer(name).build_analyzer()
        self._weight = VIEWS[name][1]

    def read(self, text: str) -> Tuple[np.ndarray, np.ndarray]:
        """Give the columns of the text's features and their values: sublinear counts times idf, of length one, weighed."""
        counts = Counter(self.vocabulary[term] for term in self._analyze(text) if term in self.vocabulary)
        columns = np.fromiter(counts, dtype=np.intp, count=len(counts))
        values = np.fromiter(counts.values(), dtype=np.float32, count=len(counts))
        values = (np.log(values) + 1) * self.idf[columns]
        length = np.sqrt(values @ values)
        return columns, values * (self._weight / length) if length else values


class IntentModel:
    """Ranks the intents of a message by probability."""

    def __init__(self, views: Dict[str, View], intents: List[str], weights: np.ndarray, bias: np.ndarray) -> None:
        self._views = views
        self._intents = intents
        self._weights = weights  # features x intents, half precision: a message touches a few hundred rows
        self._bias = bias

    @classmethod
    def learn(cls, texts: Sequence[str], intents: Sequence[str]) -> "IntentModel":
        """Fit a model to examples and their intents: one regression an intent, against all the others."""
        views = {name: vectorizer(name).fit(texts) for name in VIEWS}
        regression = LogisticRegression(C=STRENGTH, solver="liblinear", dual=True, tol=0.01)
        with parallel_backend("threading", n_jobs=-1):  # liblinear lets go of Python's lock
            fitted = OneVsRestClassifier(regression, n_jobs=-1).fit(_features(views, texts), intents)
        weights = np.vstack([each.coef_ for each in fitted.estimators_]).T
        bias = np.concatenate([each.intercept_ for each in fitted.estimators_])
        read = {name: View(name, view.vocabulary_, view.idf_) for name, view in views.items()}
        return cls(read, list(fitted.classes_), weights.astype(np.float16), bias)

    def rank(self, text: str) -> Ranking:
        """Give every intent with its probability, likeliest first; the probabilities sum to one."""
        probabilities = self._probabilities(*self._read(text))
        order = np.argsort(-probabilities)
        return [(self._intents[column], float(probabilities[column])) for column in order]

    def _read(self, text: str) -> Tuple[np.ndarray, np.ndarray]:
        columns, values, before = [], [], 0
        for view in self._views.values():  # side by side, in the order of the weights
            found, numbers = view.read(text)
            columns.append(found + before)
            values.append(numbers)
            before += len(view.idf)
        return np.concatenate(columns), np.concatenate(values)

    def _probabilities(self, columns: np.ndarray, values: np.ndarray) -> np.ndarray:
        # Not `@`: for a row this short, the threads of the linear algebra library wait for each other longer than they count.
        scores = np.einsum("i,ij->j", values, self._weights[columns].astype(np.float32)) + self._bias
        odds = 1 / (1 + np.exp(-scores))
        return odds / odds.sum()

    def save(self, folder: Path) -> None:
        """Write the model as JSON and numbers."""
        views = {
            name: {
                "vocabulary": {term: int(index) for term, index in view.vocabulary.items()},
                "idf": view.idf.tolist(),
            }
            for name, view in self._views.items()
        }
        (folder / "model.json").write_text(json.dumps({"intents": self._intents, "views": views}), encoding="utf-8")
        np.savez(folder / "model.npz", weights=self._weights, bias=self._bias)

    @classmethod
    def load(cls, folder: Path) -> "IntentModel":
        """Read a model that `save` wrote."""
        description = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        views = {
            name: View(name, kept["vocabulary"], np.array(kept["idf"], dtype=np.float32))
            for name, kept in description["views"].items()
        }
        with np.load(folder / "model.npz", allow_pickle=False) as numbers:
            return cls(views, description["intents"], numbers["weights"], numbers["bias"])


def _features(views: Dict[str, TfidfVectorizer], texts: Sequence[str]) -> csr_matrix:
    return hstack([view.transform(texts) * VIEWS[name][1] for name, view in views.items()]).tocsr()
