"""Stub."""
from jdparse.posting import Posting, PayBenchmark
def pay_benchmark(posting: Posting) -> PayBenchmark | None: return None
