"""A light linear model over character and word n-grams, kept as plain numbers (no pickles to trust).

Measured against DIET and others: docs/understanding.md.
"""

import json
from pathlib import Path
from typing import Any, Dict, List, Sequence, Tuple

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from bot.text.spelling import fold

Ranking = List[Tuple[str, float]]

VIEWS: Dict[str, Dict[str, Any]] = {
    "characters": {"analyzer": "char_wb", "ngram_range": (2, 5), "min_df": 2, "sublinear_tf": True},
    "words": {
        "analyzer": "word",
        "ngram_range": (1, 2),
        "min_df": 2,
        "sublinear_tf": True,
        "token_pattern": r"(?u)\b\w+\b",
    },
}


def vectorizer(view: str) -> TfidfVectorizer:
    """Give an untrained vectorizer for one of `VIEWS`."""
    return TfidfVectorizer(preprocessor=fold, dtype=np.float32, **VIEWS[view])


class IntentModel:
    """Ranks the intents of a message by probability."""

    def __init__(self, views: List[TfidfVectorizer], intents: List[str], weights: np.ndarray, bias: np.ndarray) -> None:
        self._views = views
        self._intents = intents
        self._weights = weights  # features x intents
        self._bias = bias

    @classmethod
    def learn(cls, texts: Sequence[str], intents: Sequence[str]) -> "IntentModel":
        """Fit a model to examples and their intents."""
        views = [vectorizer(view) for view in VIEWS]
        features = hstack([view.fit_transform(texts) for view in views]).tocsr()
        regression = LogisticRegression(
            C=20, max_iter=200, multi_class="ovr", solver="liblinear", class_weight="balanced"
        )
        regression.fit(features, intents)
        return cls(views, list(regression.classes_), regression.coef_.T.astype(np.float32), regression.intercept_)

    def rank(self, text: str) -> Ranking:
        """Give every intent with its probability, likeliest first; the probabilities sum to one."""
        return self.rank_all([text])[0]

    def rank_all(self, texts: Sequence[str]) -> List[Ranking]:
        """Give a ranking for each text."""
        features: csr_matrix = hstack([view.transform(texts) for view in self._views]).tocsr()
        odds = 1 / (1 + np.exp(-(features @ self._weights + self._bias)))
        probabilities = odds / odds.sum(axis=1, keepdims=True)
        order = np.argsort(-probabilities, axis=1)
        return [
            [(self._intents[column], float(row[column])) for column in columns]
            for row, columns in zip(probabilities, order, strict=True)
        ]

    def save(self, folder: Path) -> None:
        """Write the model as JSON and numbers."""
        vocabularies = [{"vocabulary": _plain(view.vocabulary_), "idf": view.idf_.tolist()} for view in self._views]
        (folder / "model.json").write_text(json.dumps({"intents": self._intents, "views": vocabularies}))
        np.savez(folder / "model.npz", weights=self._weights.astype(np.float16), bias=self._bias)

    @classmethod
    def load(cls, folder: Path) -> "IntentModel":
        """Read a model that `save` wrote."""
        description = json.loads((folder / "model.json").read_text())
        views = []
        for name, kept in zip(VIEWS, description["views"], strict=True):
            view = vectorizer(name)
            view.vocabulary_ = kept["vocabulary"]
            view.idf_ = np.array(kept["idf"], dtype=np.float32)
            views.append(view)
        with np.load(folder / "model.npz", allow_pickle=False) as numbers:
            return cls(views, description["intents"], numbers["weights"].astype(np.float32), numbers["bias"])


def _plain(vocabulary: Dict[str, Any]) -> Dict[str, int]:
    return {term: int(index) for term, index in vocabulary.items()}
