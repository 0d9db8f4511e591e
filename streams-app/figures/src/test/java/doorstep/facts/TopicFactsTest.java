// SPDX-License-Identifier: Apache-2.0
package doorstep.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import doorstep.cluster.ClusterException;
import doorstep.decode.DecodeLimits;
import doorstep.history.Dice;
import doorstep.history.History;
import doorstep.history.HistoryGenerator;
import doorstep.history.Schemas;
import doorstep.model.RawRecord;
import doorstep.wire.Identities;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class TopicFactsTest {
    private static final int PARTITIONS = 5;
    private static final Comparator<Fact> BY_PLACE = Comparator.<Fact, String>comparing(
                    fact -> fact.topic().shortName())
            .thenComparing(Fact::partition)
            .thenComparing(Fact::offset);

    private final History history = HistoryGenerator.history(11);
    private final List<RawRecord> records = History.assign(history.drafts(), PARTITIONS, new Dice(1).random());

    private FactDecoder decoder() {
        return new FactDecoder(
                TopicNames.DEFAULT,
                Schemas.registry(),
                new DecodeLimits(history.config().earliest().toEpochMilli(), PARTITIONS),
                new RefusedPlaces());
    }

    private TopicFacts source(Supplier<FactDecoder> decoders) {
        return new TopicFacts(TopicNames.DEFAULT, new RecordLog(records).all(), () -> new RecordLog(records), decoders);
    }

    private List<Fact> all() {
        List<Fact> facts = new ArrayList<>();
        RecordLog log = new RecordLog(records);
        new FactReader(log, decoder()).read(log.all(), (fact, record) -> facts.add(fact));
        return facts.stream().sorted(BY_PLACE).toList();
    }

    @Test
    void shouldReadEveryFactOnceByAllThreads() {
        List<Fact> read = Collections.synchronizedList(new ArrayList<>());
        source(this::decoder).readAll(Set.copyOf(Topics.inputs()), () -> read::add);
        assertThat(read.stream().sorted(BY_PLACE).toList()).isEqualTo(all()).isNotEmpty();
    }

    @Test
    void shouldReadOnlyWhatIsWanted() {
        List<Fact> read = Collections.synchronizedList(new ArrayList<>());
        source(this::decoder)
                .read(Set.of(Topics.VISITS, Topics.FEEDBACK), (topic, id) -> id.low() % 2 == 0, () -> read::add);
        assertThat(read.stream().sorted(BY_PLACE).toList())
                .isEqualTo(all().stream()
                        .filter(fact -> !fact.topic().equals(Topics.COMMITMENTS)
                                && Identities.of(fact.id()).low() % 2 == 0)
                        .toList())
                .isNotEmpty();
    }

    @Test
    void shouldPassFaultsOfItsThreadsOn() {
        TopicFacts source = source(() -> {
            throw new ClusterException("away");
        });
        assertThatThrownBy(() -> source.readAll(Set.of(Topics.VISITS), () -> fact -> {}))
                .isInstanceOf(ClusterException.class)
                .hasMessage("away");
    }
}
