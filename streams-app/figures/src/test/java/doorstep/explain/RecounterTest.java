// SPDX-License-Identifier: Apache-2.0
package doorstep.explain;

import static org.assertj.core.api.Assertions.assertThat;

import doorstep.explain.Line.State;
import doorstep.facts.Fact;
import doorstep.family.Family;
import doorstep.feed.ParsedKey;
import doorstep.history.Dice;
import doorstep.history.History;
import doorstep.history.HistoryGenerator;
import doorstep.history.OutputRows;
import doorstep.history.Schemas;
import doorstep.history.Seeds;
import doorstep.model.ExpectedFigures;
import doorstep.model.Model;
import doorstep.model.ModelConfig;
import doorstep.model.RawRecord;
import doorstep.tally.Tally;
import doorstep.wire.AvroWriter;
import doorstep.wire.ContentHash;
import doorstep.wire.Identities;
import doorstep.wire.Topic;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongFunction;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

/** Rows of random histories, explained, against the brute-force model. */
class RecounterTest {
    private static final int USUAL = 20;
    private static final int ROWS_OF_A_TOPIC = 12;

    @Test
    void shouldExplainRowsByEventsThatAddUpToThem() {
        Map<String, Integer> rows = new TreeMap<>();
        Set<String> windows = new TreeSet<>();
        Set<State> states = EnumSet.noneOf(State.class);
        Set<Boolean> sliced = new TreeSet<>();
        Set<Boolean> moved = new TreeSet<>();
        Seeds.of(USUAL).forEach(seed -> {
            Run run = new Run(HistoryGenerator.history(seed));
            run.expected.rows().forEach((topic, latest) -> {
                for (String key : run.some(latest.keySet())) {
                    Explained explained = run.explain(topic, key, Integer.MAX_VALUE);
                    String name = topic + " " + key + ", " + Seeds.again(seed);
                    run.check(explained, latest.get(key), name);
                    rows.merge(topic, 1, Integer::sum);
                    windows.add(explained.figure.key().kind().name());
                    sliced.add(explained.figure.cell().slice().isTotal());
                    explained.recount.lines().forEach(line -> states.add(line.state()));
                    moved.add(explained.recount.moves().stream()
                            .anyMatch(move -> move.replaced().isPresent()));
                }
            });
        });
        System.out.println("explained, equal to the model: " + rows + " in " + windows);
        assertThat(rows.keySet()).isEqualTo(new TreeSet<>(TopicNames.DEFAULT.of(Topics.figures())));
        assertThat(windows).hasSize(13);
        assertThat(states).isEqualTo(EnumSet.allOf(State.class));
        assertThat(sliced).hasSize(2);
        assertThat(moved).hasSize(2);
    }

    @Test
    void shouldExplainTheSameInSmallSlices() {
        Run run = new Run(HistoryGenerator.history(7));
        run.expected.rows().forEach((topic, latest) -> {
            for (String key : run.some(latest.keySet())) {
                Explained atOnce = run.explain(topic, key, Integer.MAX_VALUE);
                Explained inSlices = run.explain(topic, key, 3);
                assertSame(inSlices, atOnce, topic + " " + key + " in slices");
                Explained playedBack = run.explain(topic, key, RecounterTest::allRepeated, Integer.MAX_VALUE);
                assertSame(playedBack, atOnce, topic + " " + key + " with all events played back");
            }
        });
    }

    private static RepeatedIds allRepeated(long facts) {
        RepeatedIds all = RepeatedIds.ofAll();
        for (int number = 0; number < 1_000; number++) {
            all.note(Identities.of("id " + number));
        }
        return all;
    }

    private static void assertSame(Explained explained, Explained expected, String name) {
        assertThat(explained.recount)
                .as(name)
                .usingRecursiveComparison()
                .ignoringFields("tally", "before")
                .isEqualTo(expected.recount);
        assertThat(explained.recount.tally()).as(name).isEqualTo(expected.recount.tally());
    }

    private record Explained(Family family, Figure figure, Recount recount) {
        SpecificRecord row(Tally tally) {
            return family.row(figure.head(), tally);
        }

        Map<String, Long> amounts(Tally tally) {
            return tally.isZero() ? Map.of() : Amounts.of(row(tally));
        }
    }

    private static final class Run {
        private final Dice dice;
        private final ModelConfig config;
        private final List<RawRecord> records;
        private final HistoryFacts facts;
        private final Instant asOf;
        private final Instant since;
        private final ExpectedFigures expected;
        private final ExpectedFigures before;

        Run(History history) {
            dice = new Dice(history.seed() * 31 + 2);
            config = history.config().withPartitions(3);
            records = History.assign(history.drafts(), 3, dice.random());
            facts = new HistoryFacts(config, records);
            asOf = history.asOfs().get(history.asOfs().size() - 1);
            since = records.get(records.size() / 2).appendedAt();
            Model model = new Model(config, ContentHash::of);
            expected = model.figures(records, asOf);
            before = model.figures(
                    records.stream()
                            .filter(record -> record.appendedAt().isBefore(since))
                            .toList(),
                    asOf);
        }

        /** Some keys of every kind of window. */
        List<String> some(Set<String> keys) {
            List<String> shuffled = new ArrayList<>(keys);
            Collections.shuffle(shuffled, dice.random());
            Map<String, String> byWindow = new TreeMap<>();
            shuffled.forEach(
                    key -> byWindow.putIfAbsent(key.split("\\|", -1)[3] + key.split("\\|", -1)[1].isEmpty(), key));
            List<String> some = new ArrayList<>(byWindow.values());
            Collections.shuffle(some, dice.random());
            return some.subList(0, Math.min(ROWS_OF_A_TOPIC, some.size()));
        }

        Explained explain(String topicName, String key, int mostIds) {
            return explain(topicName, key, RepeatedIds::of, mostIds);
        }

        Explained explain(String topicName, String key, LongFunction<RepeatedIds> repeated, int mostIds) {
            Topic topic = TopicNames.DEFAULT.find(topicName).orElseThrow();
            Family family = HistoryFacts.rules(config).families().of(topic);
            ParsedKey parsed = ParsedKey.of(family.code(), key).orElseThrow();
            Figure figure = new Figure(topic, parsed, Math.floorDiv(asOf.getEpochSecond(), 60L));
            Recounter.Options options = new Recounter.Options(
                    Integer.MAX_VALUE,
                    OptionalLong.of(since.toEpochMilli()),
                    fact -> fact.appendMs() >= since.toEpochMilli());
            Recount recount =
                    new Recounter(figure, () -> HistoryFacts.rules(config), options, repeated, mostIds).recount(facts);
            return new Explained(family, figure, recount);
        }

        void check(Explained explained, Map<String, Object> row, String name) {
            Recount recount = explained.recount;
            assertSame(explained, recount.tally(), row, name);
            Map<String, Long> whole = explained.amounts(recount.tally());
            assertThat(sum(recount.lines().stream()
                            .filter(line -> line.state() == State.COUNTS)
                            .map(Line::amounts)
                            .toList()))
                    .as("lines of " + name)
                    .isEqualTo(whole);
            String topic = TopicNames.DEFAULT.of(explained.figure.topic());
            Map<String, Object> rowBefore = before.rows()
                    .getOrDefault(topic, Collections.emptySortedMap())
                    .get(explained.figure.head().key());
            assertThat(recount.before().isZero()).as("before: " + name).isEqualTo(rowBefore == null);
            if (rowBefore != null) {
                assertSame(explained, recount.before(), rowBefore, "before: " + name);
            }
            List<Map<String, Long>> steps = new ArrayList<>();
            steps.add(explained.amounts(recount.before()));
            recount.moves().forEach(move -> steps.add(move.amounts()));
            assertThat(sum(steps)).as("moves of " + name).isEqualTo(whole);
            assertThat(recount.inMotion())
                    .as("in motion: " + name)
                    .isEqualTo(recount.moves().size());
            assertThat(recount.lineCount()).isEqualTo(recount.lines().size());
            recount.lines().forEach(line -> checkVersion(line, name));
        }

        /** A version that counts outranks all others of its id; one that was replaced does not. */
        private void checkVersion(Line line, String name) {
            Fact highest = facts.facts().stream()
                    .filter(it -> it.topic().equals(line.fact().topic())
                            && it.id().equals(line.fact().id()))
                    .max((a, b) -> a.version().compareTo(b.version()))
                    .orElseThrow();
            assertThat(line.fact().version().equals(highest.version()))
                    .as(line + " of " + name)
                    .isEqualTo(line.state() != State.REPLACED);
            line.by().ifPresent(by -> assertThat(by.version()).as(name).isEqualTo(highest.version()));
            assertThat(line.by().isPresent()).isEqualTo(line.state() == State.REPLACED);
            assertThat(line.fact().event().isPresent() || line.state() == State.REPLACED)
                    .as(line + " of " + name)
                    .isEqualTo(line.state() != State.WITHDRAWN && line.state() != State.DELETED);
        }

        private static void assertSame(Explained explained, Tally tally, Map<String, Object> row, String name) {
            String topic = TopicNames.DEFAULT.of(explained.figure.topic());
            byte[] value = new AvroWriter<SpecificRecord>(
                            explained.figure.topic(), TopicNames.DEFAULT, Schemas.registry())
                    .toBytes(explained.row(tally));
            Map<String, Object> fields = OutputRows.fields(topic, value);
            assertThat(OutputRows.areSame(row, fields))
                    .as(name + "\n  model " + row + "\n  found " + fields)
                    .isTrue();
        }

        private static Map<String, Long> sum(List<Map<String, Long>> all) {
            Map<String, Long> sum = new HashMap<>();
            all.forEach(amounts -> amounts.forEach((field, amount) -> sum.merge(field, amount, Long::sum)));
            sum.values().removeIf(amount -> amount == 0);
            return sum;
        }
    }
}
