"""The intent classifier as a component of Rasa's graph; the model itself is in `model.py`."""

from typing import Any, Dict, List

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.engine.nlu.model import IntentModel

RANKING_LENGTH = 10


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
        """Give the settings config.yml may change (see parent class)."""
        return {}

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
        """Set intent and ranking on each message that has words (a tapped choice brings its intent with it)."""
        for message in messages:
            if message.get(INTENT) is not None or not message.get(TEXT):
                continue
            ranking = [
                {"name": name, "confidence": confidence}
                for name, confidence in self._model.rank(message.get(TEXT))[:RANKING_LENGTH]
            ]
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
        return messages
