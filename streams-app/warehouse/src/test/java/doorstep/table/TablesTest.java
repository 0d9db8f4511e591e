// SPDX-License-Identifier: Apache-2.0
package doorstep.table;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.wire.Topics;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TablesTest {
    private static List<String> names(Table table) {
        return table.columns().stream().map(Column::name).toList();
    }

    @Test
    void shouldNameColumnsAsTheFieldsInLowerCase() {
        assertThat(names(Tables.latest(Topics.VISIT_COUNTS)))
                .containsExactly(
                        "row_key",
                        "unit",
                        "breakdown",
                        "value",
                        "facet",
                        "window",
                        "start",
                        "end",
                        "visits",
                        "households",
                        "people",
                        "feedback_asked",
                        "as_of",
                        "kafka_partition",
                        "kafka_offset",
                        "kafka_time");
    }

    @Test
    void shouldFlattenRecords() {
        assertThat(names(Tables.latest(Topics.SERVICE_LEVELS)))
                .contains("to_close_count", "to_close_p50", "to_close_buckets", "met_share")
                .doesNotContain("to_close");
        assertThat(names(Tables.facts(Topics.FEEDBACK))).contains("about_type", "about_id", "has_comment");
    }

    @Test
    void shouldTakeCommentsFromTheSchemas() {
        Table table = Tables.latest(Topics.SERVICE_LEVELS);
        assertThat(table.columns().get(table.indexOf("to_close_count")).comment())
                .isEqualTo("From opening to closing, whatever the outcome. How many.");
        assertThat(Tables.all()).allSatisfy(it -> assertThat(it.comment()).isNotBlank());
    }

    /** The key of the worklist is an id, which may look like a key of figures. */
    @Test
    void shouldKeepTheIdAloneOfADeletedItem() {
        Table history = Tables.history(Topics.WORKLIST);
        List<Object> row =
                TableRows.deletion(history, 7, "a|b=c|d", Optional.empty(), new TableRows.Place(1, 2, Instant.EPOCH));

        assertThat(row).hasSameSizeAs(history.columns());
        assertThat(row.get(history.indexOf("row_key"))).isEqualTo("a|b=c|d");
        assertThat(row.get(history.indexOf("id"))).isEqualTo("a|b=c|d");
        assertThat(row.get(history.indexOf("unit"))).isNull();
        assertThat(row.get(history.indexOf("deleted"))).isEqualTo(true);
    }

    @Test
    void shouldPublishNoRevisionsOfTheWorklist() {
        assertThat(Views.of(Tables.all()).stream().map(View::sql))
                .anyMatch(query -> query.contains("visit_counts_history"))
                .noneMatch(query -> query.contains("worklist"));
    }

    @Test
    void shouldHaveEachTableOnce() {
        assertThat(Tables.all())
                .extracting(Table::name)
                .doesNotHaveDuplicates()
                .contains(
                        "visits",
                        "rejected",
                        "settings",
                        "visit_counts",
                        "visit_counts_history",
                        "worklist",
                        "exports");
    }
}
