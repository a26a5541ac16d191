"""Where the charts put their points."""

import pytest
from django.utils.translation import override

from design.charts import histogram, labels, line_chart, nice_top, spark


def test_a_spark_runs_from_edge_to_edge_and_from_floor_to_ceiling() -> None:
    drawn = spark([0, 10])
    assert drawn.line == "M4.0 36.0C29.3 30.7 130.7 9.3 156.0 4.0"
    assert drawn.area == drawn.line + "L156.0 40.0L4.0 40.0Z"


def test_a_flat_spark_lies_on_the_floor() -> None:
    assert spark([3, 3]).line == "M4.0 36.0C29.3 36.0 130.7 36.0 156.0 36.0"


def test_one_value_is_a_point_at_the_end() -> None:
    assert spark([5]).line == "M156.0 36.0"


@pytest.mark.parametrize(("value", "top"), [(0, 4), (4, 4), (5, 8), (9, 20), (66, 80), (81, 200), (12_840, 20_000)])
def test_the_top_of_the_scale_divides_by_four(value: int, top: int) -> None:
    assert nice_top(value) == top


def test_a_line_chart_has_rules_a_line_the_earlier_period_and_a_table() -> None:
    with override("en"):
        chart = line_chart([("1 Nov", 0), ("2 Nov", 4_000)], before=[2_000, 0])
    assert [(tick.at, tick.label) for tick in chart.ticks] == [
        (226.0, "0"),
        (172.0, "1,000"),
        (118.0, "2,000"),
        (64.0, "3,000"),
        (10.0, "4,000"),
    ]
    assert chart.line.startswith("M56.0 226.0C")
    assert chart.line.endswith("712.0 10.0")
    assert chart.before.startswith("M56.0 118.0C")
    assert (chart.last.x, chart.last.y) == (712.0, 10.0)
    assert [(row.label, row.value) for row in chart.rows] == [("1 Nov", "0"), ("2 Nov", "4,000")]


def test_without_an_earlier_period_there_is_no_second_line() -> None:
    assert line_chart([("1 Nov", 3)]).before == ""


def test_thirty_days_get_six_labels_and_the_last_day_is_one_of_them() -> None:
    marks = labels([str(day) for day in range(1, 31)], [float(day) for day in range(1, 31)])
    assert [mark.label for mark in marks] == ["5", "10", "15", "20", "25", "30"]
    assert [mark.always for mark in marks] == [False, True, False, True, False, True]
    assert marks[-1].anchor == "end"


def test_a_histogram_marks_the_chosen_range_and_keeps_a_stub_for_nothing() -> None:
    drawn = histogram([0, 5, 10], first=1, last=2)
    assert [(bar.x, bar.y, bar.height, bar.chosen) for bar in drawn.bars] == [
        (0, 46, 2, False),
        (8, 24, 24, True),
        (16, 0, 48, True),
    ]
    assert (drawn.width, drawn.height) == (22, 48)


def test_a_histogram_of_nothing_at_all_still_draws() -> None:
    assert [bar.height for bar in histogram([0, 0]).bars] == [2, 2]
