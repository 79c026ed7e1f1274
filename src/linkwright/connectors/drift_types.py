"""Whether a type may take another's place without breaking whoever relies on it."""

from __future__ import annotations

from graphql import GraphQLList, GraphQLNonNull, GraphQLType


def safe_for_output(old: GraphQLType, new: GraphQLType) -> bool:
    """Whether what was answered is still: the same thing, or one that is surer not to be null."""
    if isinstance(new, GraphQLNonNull) and not isinstance(old, GraphQLNonNull):
        return safe_for_output(old, new.of_type)
    if isinstance(old, GraphQLNonNull):
        return isinstance(new, GraphQLNonNull) and safe_for_output(old.of_type, new.of_type)
    if isinstance(old, GraphQLList):
        return isinstance(new, GraphQLList) and safe_for_output(old.of_type, new.of_type)
    return str(old) == str(new)


def safe_for_input(old: GraphQLType, new: GraphQLType) -> bool:
    """Whether what was sent is still taken: the same thing, or one that is less demanding."""
    if isinstance(old, GraphQLNonNull) and not isinstance(new, GraphQLNonNull):
        return safe_for_input(old.of_type, new)
    if isinstance(new, GraphQLNonNull):
        return isinstance(old, GraphQLNonNull) and safe_for_input(old.of_type, new.of_type)
    if isinstance(old, GraphQLList):
        return isinstance(new, GraphQLList) and safe_for_input(old.of_type, new.of_type)
    return str(old) == str(new)
