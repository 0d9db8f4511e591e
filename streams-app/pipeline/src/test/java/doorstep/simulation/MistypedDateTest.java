// SPDX-License-Identifier: Apache-2.0
package doorstep.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.history.Dice;
import doorstep.history.History;
import doorstep.history.HistoryBuilder;
import doorstep.model.ExpectedFigures;
import doorstep.model.Model;
import doorstep.model.ModelConfig;
import doorstep.model.RawRecord;
import doorstep.wire.ContentHash;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Promise 6 in docs/guarantees.md: the same history with and without one event whose year was mistyped. All outputs are
 * compared byte for byte. They differ in exactly the rows of the windows that contain the wrong date.
 */
class MistypedDateTest {
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final Instant NOW = Instant.parse("2011-07-18T09:23:00Z");
    private static final List<Instant> AS_OFS = List.of(
            NOW,
            NOW.plusSeconds(60),
            NOW.plusSeconds(86_400),
            Instant.parse("2011-12-31T16:00:00Z"),
            Instant.parse("2021-07-18T09:22:00Z"),
            Instant.parse("2021-07-18T09:23:00Z"),
            Instant.parse("2021-07-25T00:00:00Z"),
            Instant.parse("2022-01-01T00:00:00Z"));

    @ParameterizedTest(name = "{0}, sent {1}")
    @CsvSource({
        "2021-07-18T09:23:00Z, 2024-01-01T00:00:00Z", // with the archive of 2011: later than as-of for ten years
        "2001-07-18T09:23:00Z, 2024-01-01T00:00:00Z",
        "2001-07-18T09:23:00Z, 2011-07-18T09:24:00Z", // while it was 2011
        "2021-07-18T09:23:00Z, 2011-07-18T09:24:00Z", // the same, and therefore refused: it is in the future
    })
    void shouldTouchNoWindowButThoseThatHoldTheWrongDate(Instant mistyped, Instant appendedAt) {
        HistoryBuilder history = new HistoryBuilder(2011, appendedAt);
        for (int i = 0; i < 150; i++) {
            history.add(NOW.minusSeconds(history.dice().below(i < 50 ? 90_000 : 120 * 86_400)));
        }
        List<RawRecord> without = history.records();
        RawRecord wrong = History.assign(
                        List.of(history.unlinked("wrong", mistyped)),
                        1,
                        history.dice().random())
                .get(0);
        List<RawRecord> with = new ArrayList<>(without);
        long next = without.stream()
                        .filter(record -> record.topic().equals(wrong.topic()))
                        .mapToLong(RawRecord::offset)
                        .max()
                        .orElseThrow()
                + 1;
        with.add(new RawRecord(wrong.topic(), 0, next, wrong.key(), wrong.value(), appendedAt));
        ModelConfig config = HistoryBuilder.config(ZONE);
        SimulatedCluster right = cluster(config, without);
        SimulatedCluster disturbed = cluster(config, with);
        FiguresEqualModel figures = new FiguresEqualModel(config, "the same every time");

        int mostKeys = 0;
        for (Instant asOf : AS_OFS) {
            right.setClock(asOf);
            right.drain();
            disturbed.setClock(asOf);
            disturbed.drain();
            figures.check(disturbed, with, asOf);

            Set<String> differing = differing(right.results(), disturbed.results());
            Set<String> own = keysOf(new Model(config, ContentHash::of).figures(List.of(wrong), asOf));
            assertThat(differing).as("keys of rows that differ as of %s", asOf).isEqualTo(own);
            mostKeys = Math.max(mostKeys, differing.size());
        }
        boolean refused = mistyped.isAfter(appendedAt);
        if (refused) {
            assertThat(disturbed.sent()).as("rows sent").isEqualTo(right.sent());
        }
        assertThat(mostKeys > 0).isNotEqualTo(refused);
        System.out.println(mistyped + " sent " + appendedAt + ": " + mostKeys + " rows differ at the most");
    }

    private static SimulatedCluster cluster(ModelConfig config, List<RawRecord> records) {
        SimulatedCluster cluster = new SimulatedCluster(Settings.of(config, 1_000_000), NOW, new Dice(6));
        records.forEach(cluster::append);
        cluster.drain();
        return cluster;
    }

    private static Set<String> differing(
            Map<String, SortedMap<String, ByteBuffer>> one, Map<String, SortedMap<String, ByteBuffer>> other) {
        Set<String> keys = new TreeSet<>();
        Set<String> topics = new TreeSet<>(one.keySet());
        topics.addAll(other.keySet());
        for (String topic : topics) {
            Map<String, ByteBuffer> rows = one.getOrDefault(topic, Collections.emptySortedMap());
            Map<String, ByteBuffer> otherRows = other.getOrDefault(topic, Collections.emptySortedMap());
            rows.forEach((key, row) -> {
                if (!row.equals(otherRows.get(key))) {
                    keys.add(topic + " " + key);
                }
            });
            otherRows.keySet().stream()
                    .filter(key -> !rows.containsKey(key))
                    .forEach(key -> keys.add(topic + " " + key));
        }
        return keys;
    }

    private static Set<String> keysOf(ExpectedFigures figures) {
        Set<String> keys = new TreeSet<>();
        figures.rows().forEach((topic, rows) -> rows.keySet().forEach(key -> keys.add(topic + " " + key)));
        return keys;
    }
}
