// SPDX-License-Identifier: Apache-2.0
package doorstep.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import doorstep.avro.Commitment;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Revisions, and times that are moved to their opening. */
class MappedTimesTest {
    private static final String CASES = """
            doorstep: 1
            files: {format: csv}
            times: {zone: America/New_York, formats: [yyyy-MM-dd HH:mm:ss, yyyy-MM-dd HH:mm]}
            events:
              - topic: commitments
                fields:
                  id: <id>
                  revision: {from: <updated>, format: MM/dd/yyyy hh:mm:ss a}
                  source: TEST
                  unit: A
                  kind: REQUEST
                  category: ROADS
                  openedAt: <opened>
                  acknowledgedAt: <acknowledged>
                  closedAt: <closed>
                  returnedAt: {from: <returned>, split: "|"}
            """;

    @TempDir
    private Path folder;

    private ImportFixture fixture;

    @BeforeEach
    void begin() {
        fixture = new ImportFixture(folder);
    }

    @Test
    void shouldTakeATimeForARevision() {
        fixture.run(CASES, fixture.file("a.csv", """
                        id,updated,opened,acknowledged,closed,returned
                        1,07/18/2011 11:59:00 PM,2011-07-18 10:00,,,
                        2,,2011-07-18 10:00,,,
                        3,2011-07-18,2011-07-18 10:00,,,
                        4,12/31/1969 06:59:59 PM,2011-07-18 10:00,,,
                        5,12/31/1969 07:00:00 PM,2011-07-18 10:00,,,
                        """));

        assertThat(fixture.events.commitments())
                .extracting(Commitment::getId, Commitment::getRevision)
                .containsExactly(
                        tuple("1", Instant.parse("2011-07-19T03:59:00Z").toEpochMilli()),
                        tuple("2", 0L),
                        tuple("5", 0L));
        assertThat(fixture.faults())
                .containsExactly(
                        "line 4, column updated: revision: not a time in a format of the mapping",
                        "line 5, column updated: revision: before 1970");
    }

    @Test
    void shouldTakeNumbersOfSixtyThreeBitsForRevisions() {
        fixture.run(CASES.replace(", format: MM/dd/yyyy hh:mm:ss a", ""), fixture.file("a.csv", """
                        id,updated,opened,acknowledged,closed,returned
                        1,9223372036854775807,2011-07-18 10:00,,,
                        2,4294967296.0,2011-07-18 10:00,,,
                        3,9223372036854775808,2011-07-18 10:00,,,
                        4,-1,2011-07-18 10:00,,,
                        """));

        assertThat(fixture.events.commitments())
                .extracting(Commitment::getRevision)
                .containsExactly(Long.MAX_VALUE, 4_294_967_296L);
        assertThat(fixture.faults())
                .containsExactly(
                        "line 4, column updated: revision: not a whole number; a time needs a `format`",
                        "line 5, column updated: revision: below 0");
    }

    @Test
    void shouldMoveTimesToTheirOpeningWhereTheMappingClamps() {
        Path cases = fixture.file("a.csv", """
                id,updated,opened,acknowledged,closed,returned
                1,,2011-07-18 10:00:42,2011-07-18 10:00,2011-07-18 11:00,2011-07-18 10:00|2011-07-18 10:30
                2,,2011-07-18 10:00:42,,2011-07-18 09:59:42,
                3,,2011-07-18 10:00:42,,2011-07-18 09:59:41,
                4,,2011-07-18 10:00:42,2011-07-18 10:00,2011-07-18 09:59,
                """);
        ImportResult clamped =
                fixture.run(CASES.replace("times: {", "times: {clamp: {to: openedAt, within: 1m}, "), cases);

        Instant opened = Instant.parse("2011-07-18T14:00:42Z");
        List<Commitment> commitments = fixture.events.commitments();
        assertThat(commitments).extracting(Commitment::getId).containsExactly("1", "2");
        assertThat(commitments.get(0).getAcknowledgedAt()).isEqualTo(opened);
        assertThat(commitments.get(0).getClosedAt()).isEqualTo("2011-07-18T15:00:00Z");
        assertThat(commitments.get(0).getReturnedAt()).containsExactly(opened, Instant.parse("2011-07-18T14:30:00Z"));
        assertThat(commitments.get(1).getClosedAt()).isEqualTo(opened);
        assertThat(clamped.clamped()).as("those of rows that were sent").isEqualTo(3);
        assertThat(fixture.faults())
                .containsExactly(
                        "line 4, column closed: closedAt: before openedAt",
                        "line 5, column closed: closedAt: before openedAt");

        ImportFixture asTheyAre = new ImportFixture(folder);
        assertThat(asTheyAre.run(CASES, cases).clamped()).isZero();
        assertThat(asTheyAre.events.commitments()).isEmpty();
    }
}
