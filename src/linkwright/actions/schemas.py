"""Shapes of what the catalogue's endpoints take."""

from __future__ import annotations

from pydantic import BaseModel, Field

MOST_HITS = 500


class SearchRequest(BaseModel):
    """A search for actions; names that newer clients add are let through."""

    query: str = Field(max_length=4_000)
    connector: str | None = Field(None, max_length=200)
    top_k: int | None = None
    min_similarity: float | None = None
    project_id: str | None = Field(None, max_length=200)
    account_id: str | None = Field(
        None, max_length=200, description="Finds only what this account can run; the header x-account-id says the same."
    )

    @property
    def most(self) -> int:
        """How many hits at most, 1 to 500; 100 unless told."""
        return max(1, min(MOST_HITS, 100 if self.top_k is None else self.top_k))

    @property
    def least(self) -> float:
        """The least likeness, 0 to 1; 0.4 unless told."""
        return 0.4 if self.min_similarity is None else self.min_similarity


class FeedbackRequest(BaseModel):
    """What an agent says about tools it used."""

    feedback: str = Field(min_length=1, max_length=20_000)
    account_id: str = Field(min_length=1, max_length=200)
    tool_names: list[str] = Field(default_factory=list, max_length=200)
