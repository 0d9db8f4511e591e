// SPDX-License-Identifier: Apache-2.0
package doorstep.link;

import doorstep.catalogue.Catalogue;
import doorstep.event.Commitment;
import doorstep.event.Identity;
import doorstep.event.Minutes;
import doorstep.event.Outcome;
import doorstep.link.LinkEntry.Role;
import doorstep.tally.OrgCalendar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.kafka.common.utils.Bytes;

/**
 * Derives what counts of a duty from the visits that name it. A duty whose category does not come back counts once, and
 * ends with the first visit at or after its opening. Any other is a series: the first visit of each local date, from the
 * opening to the closing, ends the occurrence that is open and opens the next one, which is due so many local dates
 * later; but a visit on the date of the closing opens none. So a visit that comes or goes can only change the occurrence
 * that the last visit of an earlier date opened, and the one that the visit of its own date opens: both are found
 * without reading the others.
 */
final class DutyFold {
    private final LinkStore rows;
    private final OrgCalendar calendar;
    private final Catalogue catalogue;

    DutyFold(LinkStore rows, OrgCalendar calendar, Catalogue catalogue) {
        this.rows = rows;
        this.calendar = calendar;
        this.catalogue = catalogue;
    }

    /** All occurrences according to the current rows, in their order: at least one. */
    List<Occurrence> all(Identity id, Commitment duty) {
        OptionalInt every = every(duty);
        return every.isPresent() ? new Series(id, duty, every.getAsInt()).all() : List.of(single(id, duty));
    }

    /** All occurrences that a visit with this key can affect, according to the current rows: two at most. */
    List<Occurrence> near(Identity id, Commitment duty, Bytes key) {
        OptionalInt every = every(duty);
        return every.isPresent() ? new Series(id, duty, every.getAsInt()).near(key) : List.of(single(id, duty));
    }

    /** A duplicate was never owed, so it does not come back either. */
    private OptionalInt every(Commitment duty) {
        return duty.outcome().equals(Optional.of(Outcome.DUPLICATE))
                ? OptionalInt.empty()
                : catalogue.every(duty.category().orElseThrow());
    }

    private Occurrence single(Identity id, Commitment duty) {
        Optional<Bytes> visit = rows.firstVisit(id, duty.openedAt());
        return new Occurrence(duty.visited(moment(visit)), Optional.empty(), visit);
    }

    private static OptionalLong moment(Optional<Bytes> visit) {
        return visit.map(key -> OptionalLong.of(LinkEntry.at(key))).orElse(OptionalLong.empty());
    }

    private long dayOf(long at) {
        return calendar.dayOf(Minutes.ofMillis(at));
    }

    private long startOf(long day) {
        return Minutes.start(calendar.firstMinuteOf(day)).toEpochMilli();
    }

    /** A duty that comes back. The visits meant here are those that end an occurrence. */
    private final class Series {
        private final Identity id;
        private final Commitment root;
        private final int every;
        private final long closedAt;
        private final long closingDay;

        Series(Identity id, Commitment root, int every) {
            this.id = id;
            this.root = root;
            this.every = every;
            closedAt = root.closedAt().orElse(Long.MAX_VALUE);
            closingDay = root.closedAt().isPresent() ? dayOf(closedAt) : Long.MAX_VALUE;
        }

        List<Occurrence> all() {
            List<Occurrence> occurrences = new ArrayList<>();
            Optional<Bytes> visit = visitFrom(root.openedAt());
            occurrences.add(first(visit));
            while (visit.filter(this::opens).isPresent()) {
                Optional<Bytes> next = visitAfter(visit.get());
                occurrences.add(openedBy(visit.get(), next));
                visit = next;
            }
            return occurrences;
        }

        List<Occurrence> near(Bytes key) {
            long at = LinkEntry.at(key);
            if (at < root.openedAt()) {
                return List.of();
            }
            if (at > closedAt) { // meets the duty if nothing else does
                return List.of(first(visitFrom(root.openedAt())));
            }
            List<Occurrence> occurrences = new ArrayList<>(2);
            long day = dayOf(at);
            Optional<Bytes> visit = visitFrom(startOf(day));
            occurrences.add(lastBefore(day).map(last -> openedBy(last, visit)).orElseGet(() -> first(visit)));
            visit.filter(it -> dayOf(LinkEntry.at(it)) == day)
                    .filter(this::opens)
                    .ifPresent(it -> occurrences.add(openedBy(it, visitAfter(it))));
            return occurrences;
        }

        /** The first visit at or after a moment, which begins a local date or is the opening. */
        private Optional<Bytes> visitFrom(long from) {
            return rows.firstVisit(id, Math.max(from, root.openedAt())).filter(key -> LinkEntry.at(key) <= closedAt);
        }

        /** The first visit of a later date. */
        private Optional<Bytes> visitAfter(Bytes visit) {
            return visitFrom(startOf(dayOf(LinkEntry.at(visit)) + 1));
        }

        /** The first visit of the last date before this one that has any. */
        private Optional<Bytes> lastBefore(long day) {
            return rows.before(LinkEntry.from(id, Role.VISIT, startOf(day)))
                    .filter(key -> LinkEntry.at(key) >= root.openedAt())
                    .flatMap(key -> visitFrom(startOf(dayOf(LinkEntry.at(key)))));
        }

        private boolean opens(Bytes visit) {
            return dayOf(LinkEntry.at(visit)) < closingDay;
        }

        /** @param visit the first one */
        private Occurrence first(Optional<Bytes> visit) {
            if (visit.isEmpty()) {
                return single(id, root);
            }
            Commitment.Builder first = root.toBuilder().visitedAt(moment(visit));
            if (opens(visit.get())) { // what closes the series closes the last one
                first.closedAt(OptionalLong.empty()).outcome(Optional.empty());
            }
            return new Occurrence(first.build(), Optional.empty(), visit);
        }

        /** @param next the visit after it */
        private Occurrence openedBy(Bytes visit, Optional<Bytes> next) {
            long openedAt = LinkEntry.at(visit);
            long dueAt = calendar.sameTimeOn(dayOf(openedAt) + every, openedAt);
            // Nobody failed: the series has ended. So being resolved cannot meet it either.
            boolean neverDue = next.isEmpty() && closedAt <= dueAt;
            Commitment.Builder later = Commitment.builder(root.kind(), root.unit(), openedAt)
                    .id(root.id())
                    .source(root.source())
                    .area(root.area())
                    .category(root.category())
                    .dueAt(neverDue ? OptionalLong.empty() : OptionalLong.of(dueAt))
                    .visitedAt(moment(next))
                    .openingVisit(Optional.of(LinkEntry.id(visit)));
            if (next.filter(this::opens).isEmpty()) {
                later.closedAt(root.closedAt()).outcome(root.outcome());
            }
            return new Occurrence(later.build(), Optional.of(visit), next);
        }
    }
}
