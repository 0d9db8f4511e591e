// SPDX-License-Identifier: Apache-2.0
package doorstep.explain;

import doorstep.event.Commitment;
import doorstep.event.Event;
import doorstep.event.Identity;
import doorstep.facts.Fact;
import doorstep.link.Fulfilment;
import doorstep.link.LinkChange;
import doorstep.link.LinkEntries;
import doorstep.link.LinkEntry;
import doorstep.link.LinkTree;
import doorstep.tally.RunningTally;
import doorstep.tally.Tally;
import doorstep.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Takes facts in the order in which they came, as the pipeline does, and tells by how much each of them moves a figure.
 * Which version counts and what follows from links is decided by the pipeline's own code. Not thread-safe.
 */
final class Playback {
    /** Versions that came of one event. */
    static final class Versions {
        private final List<Fact> outranked = new ArrayList<>();
        private Fact survivor;
        private long repeated;

        /** The one that counts, if it is neither withdrawn nor null. */
        Fact survivor() {
            return survivor;
        }

        /** Those that do not count, in the order in which they came. */
        List<Fact> outranked() {
            return outranked;
        }

        /** Records that brought a version again. */
        long repeated() {
            return repeated;
        }
    }

    /**
     * By how much a record moved the figure.
     *
     * @param replaced the version that counted before
     * @param added contributions that came
     * @param removed contributions that went
     */
    record Effect(Optional<Fact> replaced, Tally added, Tally removed) {
        static final Effect NONE = new Effect(Optional.empty(), Tally.ZERO, Tally.ZERO);
    }

    private final FigureFilter filter;
    private final Predicate<Fact> isOwn;
    private final Predicate<Identity> isTarget;
    private final LinkEntries linkEntries;
    private final LinkTree links = new LinkTree();
    private final Fulfilment fulfilment;
    private final Map<Ref, Versions> events = new HashMap<>();

    /**
     * @param isOwn whether an event is counted itself; others are here for what they say of something owed
     * @param isTarget whether something owed is counted
     */
    Playback(FigureFilter filter, CountingRules rules, Predicate<Fact> isOwn, Predicate<Identity> isTarget) {
        this.filter = filter;
        this.isOwn = isOwn;
        this.isTarget = isTarget;
        linkEntries = new LinkEntries(rules.catalogue());
        fulfilment = new Fulfilment(
                this::commitment,
                links,
                rules.calendar(),
                rules.catalogue(),
                rules.workingDays(),
                rules.callBackDays());
    }

    private Optional<Event> commitment(Identity id) {
        return Optional.ofNullable(events.get(new Ref(Topics.COMMITMENTS.shortName(), id)))
                .flatMap(versions -> versions.survivor().event());
    }

    Effect take(Fact fact) {
        Versions versions = events.computeIfAbsent(Ref.of(fact), it -> new Versions());
        Optional<Fact> before = Optional.ofNullable(versions.survivor);
        int rank = before.map(it -> it.version().compareTo(fact.version())).orElse(-1);
        if (rank == 0) {
            versions.repeated++;
            return Effect.NONE;
        }
        if (rank > 0) {
            versions.outranked.add(fact);
            return Effect.NONE;
        }
        before.ifPresent(versions.outranked::add);
        versions.survivor = fact;
        return new Change().replace(before, fact);
    }

    /** Sums up what one record changes. */
    private final class Change {
        private final RunningTally added = new RunningTally();
        private final RunningTally removed = new RunningTally();

        Effect replace(Optional<Fact> before, Fact now) {
            Optional<Event> old = before.flatMap(Fact::event);
            if (!old.equals(now.event())) {
                if (isOwn.test(now)) {
                    old.ifPresent(event -> counted(now, event).forEach(it -> removed.add(filter.tally(it))));
                    now.event().ifPresent(event -> counted(now, event).forEach(it -> added.add(filter.tally(it))));
                }
                fulfilment.take(
                        linkChanges(now, old, now.event()),
                        new Fulfilment.Figures(
                                event -> removed.add(filter.tally(event)), event -> added.add(filter.tally(event))));
            }
            return new Effect(before, added.toTally(), removed.toTally());
        }
    }

    /** An event in the form in which it counts now: once, or each time that a duty came back. */
    List<? extends Event> counted(Fact fact, Event event) {
        return event instanceof Commitment commitment
                ? fulfilment.counted(Ref.of(fact).id(), commitment)
                : List.of(event);
    }

    private List<LinkChange> linkChanges(Fact fact, Optional<Event> before, Optional<Event> after) {
        List<LinkEntry> old = before.map(event -> linkEntries(fact, event)).orElse(List.of());
        List<LinkEntry> now = after.map(event -> linkEntries(fact, event)).orElse(List.of());
        return LinkChange.between(old, now);
    }

    /** What a version says of something owed that is counted. */
    List<LinkEntry> linkEntries(Fact fact, Event event) {
        return linkEntries.of(fact.id().getBytes(StandardCharsets.UTF_8), event).stream()
                .filter(entry -> isTarget.test(LinkEntry.target(entry.key())))
                .toList();
    }

    Collection<Versions> events() {
        return events.values();
    }

    Versions versions(Ref ref) {
        return events.get(ref);
    }

    boolean isOwn(Fact fact) {
        return isOwn.test(fact);
    }

    LinkTree links() {
        return links;
    }

    Fulfilment fulfilment() {
        return fulfilment;
    }
}
