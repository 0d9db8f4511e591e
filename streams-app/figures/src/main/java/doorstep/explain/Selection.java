// SPDX-License-Identifier: Apache-2.0
package doorstep.explain;

import doorstep.event.Commitment;
import doorstep.event.CommitmentKind;
import doorstep.event.Event;
import doorstep.event.Identity;
import doorstep.facts.Fact;
import doorstep.facts.FactSource;
import doorstep.family.Contribution;
import doorstep.link.LinkEntries;
import doorstep.link.LinkEntry;
import doorstep.link.LinkEntry.Opening;
import doorstep.wire.Topic;
import doorstep.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Finds the ids that matter to a figure, without keeping any fact: those of which any version counts in it, and those of
 * which any version names something owed that counts in it. Most have a single record, and are read one by one; the others
 * are read in slices of ids, so that the facts of a slice fit into memory however many there are.
 */
final class Selection {
    private final FactSource source;
    private final Figure figure;
    private final Supplier<CountingRules> rules;
    private final Map<String, IdSet> own = new HashMap<>(); // by short name of the input
    private final IdSet targets = new IdSet();
    private final int slices;

    /**
     * Reads all facts once, and their ids once more.
     *
     * @param rules makes those of each thread
     * @param mostIds in a slice
     */
    Selection(FactSource source, Figure figure, Supplier<CountingRules> rules, int mostIds) {
        this.source = source;
        this.figure = figure;
        this.rules = rules;
        Topics.inputs().forEach(topic -> own.put(topic.shortName(), new IdSet()));
        source.readAll(Set.copyOf(Topics.inputs()), this::scout);
        source.readIds(withOwn(), (topic, id) -> own.get(topic.shortName()).occurs(id));
        slices = 1 + toBePlayedBack() / mostIds;
    }

    private Set<Topic> withOwn() {
        Set<Topic> topics = new HashSet<>(Topics.inputs());
        topics.removeIf(topic -> own.get(topic.shortName()).isEmpty());
        return topics;
    }

    private int toBePlayedBack() {
        return targets.size() + own.values().stream().mapToInt(IdSet::repeated).sum();
    }

    private Consumer<Fact> scout() {
        CountingRules mine = rules.get();
        FigureFilter filter = new FigureFilter(figure, mine);
        LinkEntries linkEntries = new LinkEntries(mine.catalogue());
        boolean callBacks = filter.countsCallBacks();
        return fact -> fact.event().ifPresent(event -> {
            List<Contribution> contributions = filter.inCell(event);
            boolean duty = isDuty(event) && !contributions.isEmpty(); // visits decide in which windows it counts
            if (duty || contributions.stream().anyMatch(it -> figure.holds(it.minute(), mine.calendar()))) {
                own.get(fact.topic().shortName()).add(Ref.of(fact).id());
            }
            if (duty) {
                targets.add(Ref.of(fact).id());
            }
            if (callBacks) {
                entries(linkEntries, fact, event)
                        .filter(entry -> entry.opening().isPresent()
                                && !filter.inCell(opened(entry)).isEmpty())
                        .forEach(entry -> targets.add(LinkEntry.target(entry.key())));
            }
        });
    }

    private static boolean isDuty(Event event) {
        return event instanceof Commitment commitment && commitment.kind() == CommitmentKind.DUTY;
    }

    private static Stream<LinkEntry> entries(LinkEntries linkEntries, Fact fact, Event event) {
        return linkEntries.of(fact.id().getBytes(StandardCharsets.UTF_8), event).stream();
    }

    /** The call-back that a rating opens if none is open; its due time does not matter here. */
    static Commitment opened(LinkEntry entry) {
        Opening opening = entry.opening().orElseThrow();
        long at = LinkEntry.at(entry.key());
        return Commitment.builder(CommitmentKind.CALLBACK, opening.unit(), at)
                .source(opening.source())
                .area(opening.area())
                .dueAt(OptionalLong.of(at))
                .build();
    }

    /**
     * Whether one record came of an event that counts, and nothing else decides how it counts. What its record says of
     * something owed is another matter.
     */
    private boolean isSingle(Topic topic, Identity id) {
        return own.get(topic.shortName()).occurredOnce(id) && !(topic.equals(Topics.COMMITMENTS) && targets.contains(id));
    }

    /** Reads the facts of events of which a single record came, in any order. */
    void readSingle(Supplier<Consumer<Fact>> sinks) {
        source.read(withOwn(), this::isSingle, sinks);
    }

    /** The number of slices, at least 1. */
    int slices() {
        return slices;
    }

    private boolean isIn(int slice, Identity id) {
        return Long.remainderUnsigned(id.low(), slices) == slice;
    }

    /** Whether an event is to be counted with this slice. */
    boolean isOwn(int slice, Fact fact) {
        return isOwn(slice, fact.topic(), Ref.of(fact).id());
    }

    private boolean isOwn(int slice, Topic topic, Identity id) {
        return isIn(slice, id) && own.get(topic.shortName()).contains(id) && !isSingle(topic, id);
    }

    /** Whether a link to something owed belongs to this slice. */
    boolean isTarget(int slice, Identity target) {
        return isIn(slice, target) && targets.contains(target);
    }

    /** Reads all versions of the ids of a slice, in any order. */
    void read(int slice, Supplier<Consumer<Fact>> sinks) {
        Map<String, IdSet> linked = linked(slice);
        Set<Topic> topics = withOwn();
        Topics.inputs().stream()
                .filter(topic -> !linked.get(topic.shortName()).isEmpty())
                .forEach(topics::add);
        source.read(
                topics,
                (topic, id) -> linked.get(topic.shortName()).contains(id) || isOwn(slice, topic, id),
                sinks);
    }

    /** The ids of which any version names a target of the slice. */
    private Map<String, IdSet> linked(int slice) {
        Map<String, IdSet> linked = new HashMap<>();
        Topics.inputs().forEach(topic -> linked.put(topic.shortName(), new IdSet()));
        if (!targets.isEmpty()) {
            source.readAll(Set.of(Topics.VISITS, Topics.FEEDBACK), () -> {
                LinkEntries linkEntries = new LinkEntries(rules.get().catalogue());
                return fact -> fact.event().ifPresent(event -> {
                    if (entries(linkEntries, fact, event)
                            .anyMatch(entry -> isTarget(slice, LinkEntry.target(entry.key())))) {
                        linked.get(fact.topic().shortName()).add(Ref.of(fact).id());
                    }
                });
            });
        }
        return linked;
    }
}
