from benchmarks.insight import ANALYSES, table
from voc.insight.reading import facts_of
from voc.result import Result


def test_the_table_has_the_columns_of_a_result():
    made = table(300)
    assert set(Result().to_frame().columns) - set(made.columns) == {"start", "end"}
    assert made.equals(table(300))


def test_each_analysis_reads_it():
    facts = facts_of(table(300))
    assert facts.n_voices < facts.n_records == 300
    assert all(len(analysis(facts)) for analysis in ANALYSES.values())
