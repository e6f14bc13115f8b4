"""`AppTest`: runs an app and reads its page, from a test."""

from sttui.testing.v1.app_test import AppTest as AppTest
from sttui.testing.v1.errors import AppTestError as AppTestError
