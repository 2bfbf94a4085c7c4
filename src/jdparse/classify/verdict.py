"""Stub."""
from jdparse.posting import Posting, RoleVerdict
def judge(posting: Posting) -> RoleVerdict | None: return None
def model_name() -> str | None: return None
