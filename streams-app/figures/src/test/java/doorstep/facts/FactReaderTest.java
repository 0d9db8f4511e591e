// SPDX-License-Identifier: Apache-2.0
package doorstep.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.avro.Visit;
import doorstep.cluster.ClusterException;
import doorstep.config.AppConfig;
import doorstep.decode.DecodeLimits;
import doorstep.history.Dice;
import doorstep.history.History;
import doorstep.history.HistoryGenerator;
import doorstep.history.Schemas;
import doorstep.history.Seeds;
import doorstep.model.ExpectedFigures;
import doorstep.model.Model;
import doorstep.model.ModelConfig;
import doorstep.model.RawRecord;
import doorstep.wire.ContentHash;
import doorstep.wire.TopicNames;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Random histories, with garbage and refused records, against the verdicts of the brute-force model. */
class FactReaderTest {
    private static final int PARTITIONS = 3;

    private final RefusedPlaces refused = new RefusedPlaces();

    private static ModelConfig config(History history) {
        return history.config().withPartitions(PARTITIONS);
    }

    private static List<RawRecord> records(History history) {
        return History.assign(history.drafts(), PARTITIONS, new Dice(history.seed()).random());
    }

    private FactDecoder decoder(ModelConfig config) {
        return new FactDecoder(
                TopicNames.DEFAULT,
                Schemas.registry(),
                new DecodeLimits(config.earliest().toEpochMilli(), config.partitions()),
                refused);
    }

    private static List<RawRecord.RecordPosition> accepted(History history) {
        List<RawRecord> records = records(history);
        ExpectedFigures expected = new Model(config(history), ContentHash::of)
                .figures(records, history.asOfs().get(0));
        return records.stream()
                .map(RawRecord::position)
                .filter(it -> !expected.refused().containsKey(it))
                .sorted()
                .toList();
    }

    private List<RawRecord.RecordPosition> read(
            History history, RecordLog log, Map<TopicPartition, FactReader.Range> ranges) {
        List<RawRecord.RecordPosition> places = new ArrayList<>();
        Map<TopicPartition, Long> last =
                new TreeMap<>(Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition));
        new FactReader(log, decoder(config(history))).read(ranges, (fact, record) -> {
            String topic = TopicNames.DEFAULT.of(fact.topic());
            assertThat(last.merge(new TopicPartition(topic, fact.partition()), fact.offset(), Math::max))
                    .isEqualTo(fact.offset());
            assertThat(fact.version().isFinal()).isEqualTo(record.value() == null);
            places.add(new RawRecord.RecordPosition(topic, fact.partition(), fact.offset()));
        });
        return places.stream().sorted().toList();
    }

    @Test
    void shouldReadWhatThePipelineAccepts() {
        Seeds.of(20).forEach(seed -> {
            History history = HistoryGenerator.history(seed);
            RecordLog log = new RecordLog(records(history));
            assertThat(read(history, log, log.all()))
                    .as(Seeds.again(seed))
                    .isEqualTo(accepted(history))
                    .isNotEmpty();
        });
    }

    @Test
    void shouldStopBeforeTheEndOfARange() {
        History history = HistoryGenerator.history(1);
        RecordLog log = new RecordLog(records(history));
        Map<TopicPartition, FactReader.Range> ranges = new HashMap<>();
        log.all()
                .forEach((partition, range) ->
                        ranges.put(partition, new FactReader.Range(range.end() / 3, range.end() / 2)));
        assertThat(read(history, log, ranges))
                .isEqualTo(accepted(history).stream()
                        .filter(it -> {
                            FactReader.Range range = ranges.get(new TopicPartition(it.topic(), it.partition()));
                            return it.offset() >= range.from() && it.offset() < range.end();
                        })
                        .toList())
                .isNotEmpty();
    }

    @Test
    void shouldNotReadWhatThePipelineHadRefused() {
        History history = HistoryGenerator.history(2);
        List<RawRecord.RecordPosition> accepted = new ArrayList<>(accepted(history));
        RawRecord.RecordPosition one = accepted.remove(accepted.size() / 2);
        refused.add(one.topic(), one.partition(), one.offset());
        RecordLog log = new RecordLog(records(history));
        assertThat(read(history, log, log.all())).isEqualTo(accepted);
    }

    @Test
    void shouldRefuseToBeginBeforeTheLog() {
        History history = HistoryGenerator.history(3);
        RecordLog log = new RecordLog(records(history));
        TopicPartition partition = log.all().keySet().iterator().next();
        log.startingAt(partition, 2);
        assertThatThrownBy(() -> read(history, log, log.all()))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining(partition + " begins at offset 2 now");
    }

    @Test
    void shouldDecodeAllFieldsOfAFact() {
        History history = HistoryGenerator.history(4);
        RecordLog log = new RecordLog(records(history));
        FactDecoder decoder = decoder(config(history));
        List<String> ids = new ArrayList<>();
        new FactReader(log, decoder)
                .read(log.all(), (fact, record) -> decoder.content(record).ifPresent(content -> {
                    if (content instanceof Visit visit) {
                        assertThat(visit.getId()).isEqualTo(fact.id());
                        ids.add(fact.id());
                    }
                }));
        assertThat(ids).isNotEmpty();
    }

    @Test
    void shouldTakeLimitsFromPublishedSettings() {
        AppConfig config = AppConfig.of(Map.of("events.earliest", "2010-01-01", "partitions", "7"));
        assertThat(FactLimits.of(config.published())).isEqualTo(new DecodeLimits(1_262_304_000_000L, 7));
        assertThatThrownBy(() -> FactLimits.of(config.published().with("lists", "others")))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("(lists)");
    }
}
