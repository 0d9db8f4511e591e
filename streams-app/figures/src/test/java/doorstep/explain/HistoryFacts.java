// SPDX-License-Identifier: Apache-2.0
package doorstep.explain;

import doorstep.decode.DecodeLimits;
import doorstep.event.Identity;
import doorstep.facts.Fact;
import doorstep.facts.FactDecoder;
import doorstep.facts.FactReader;
import doorstep.facts.FactSource;
import doorstep.facts.RecordLog;
import doorstep.facts.RefusedPlaces;
import doorstep.family.Families;
import doorstep.history.ModelMeasures;
import doorstep.history.Schemas;
import doorstep.model.ModelConfig;
import doorstep.model.RawRecord;
import doorstep.tally.OrgCalendar;
import doorstep.wire.Identities;
import doorstep.wire.Topic;
import doorstep.wire.TopicNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The facts of a history, decoded once. */
final class HistoryFacts implements FactSource {
    private final List<Fact> facts = new ArrayList<>();

    HistoryFacts(ModelConfig config, List<RawRecord> records) {
        FactDecoder decoder = new FactDecoder(
                TopicNames.DEFAULT,
                Schemas.registry(),
                new DecodeLimits(config.earliest().toEpochMilli(), config.partitions()),
                new RefusedPlaces());
        RecordLog log = new RecordLog(records);
        new FactReader(log, decoder).read(log.all(), (fact, record) -> facts.add(fact));
    }

    /** What the model's configuration counts. */
    static CountingRules rules(ModelConfig config) {
        OrgCalendar calendar = new OrgCalendar(config.zone(), config.fiscalStart());
        return new CountingRules(
                Families.standard(
                        ModelMeasures.catalogue(config),
                        config.answersMin(),
                        calendar,
                        config.dueRules().acknowledgeLimit(),
                        ModelMeasures.windows(config.windows()),
                        ModelMeasures.windows(config.breakdownWindows())),
                ModelMeasures.breakdowns(config),
                ModelMeasures.catalogue(config),
                calendar,
                ModelMeasures.workingDays(config),
                config.dueRules().callBackDays());
    }

    List<Fact> facts() {
        return facts;
    }

    @Override
    public long mostFacts() {
        return facts.size();
    }

    @Override
    public void readAll(Set<Topic> topics, Supplier<Consumer<Fact>> sinks) {
        read(topics, (topic, id) -> true, sinks);
    }

    @Override
    public void read(Set<Topic> topics, Wanted wanted, Supplier<Consumer<Fact>> sinks) {
        Consumer<Fact> sink = sinks.get();
        facts.stream()
                .filter(fact -> topics.contains(fact.topic()) && wanted.test(fact.topic(), idOf(fact)))
                .forEach(sink);
    }

    @Override
    public void readIds(Set<Topic> topics, Consumer<Identity> sink) {
        facts.stream().filter(fact -> topics.contains(fact.topic())).forEach(fact -> sink.accept(idOf(fact)));
    }

    private static Identity idOf(Fact fact) {
        return Identities.of(fact.id());
    }
}
