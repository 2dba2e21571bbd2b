"""How far two words are apart as they are typed."""


def distance(one: str, other: str, at_most: int) -> int:
    """How many letters are wrong, missing, too many or in the place of their neighbour; counted to `at_most` + 1.

    This is the optimal string alignment distance.
    """
    if abs(len(one) - len(other)) > at_most:
        return at_most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        older, before, row = before, row, [at]
        for place, wanted in enumerate(other, 1):
            cost = min(before[place] + 1, row[place - 1] + 1, before[place - 1] + (letter != wanted))
            if at > 1 and place > 1 and letter == other[place - 2] and one[at - 2] == wanted:
                cost = min(cost, older[place - 2] + 1)
            row.append(cost)
    return min(row[-1], at_most + 1)
