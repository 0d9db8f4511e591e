// SPDX-License-Identifier: Apache-2.0
package doorstep.torture;

import doorstep.catalogue.Catalogue;
import doorstep.event.Commitment;
import doorstep.event.Minutes;
import doorstep.event.Outcome;
import doorstep.tally.OrgCalendar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/** What counts of a duty, worked out from all visits that name it. Not thread-safe: the calendar keeps a day. */
final class RecountedSeries {
    /** A visit that names the duty. */
    record NamingVisit(long at, String id) {}

    private final Catalogue catalogue;
    private final OrgCalendar calendar;

    RecountedSeries(Catalogue catalogue, OrgCalendar calendar) {
        this.catalogue = catalogue;
        this.calendar = calendar;
    }

    /** @param visits by time, then by id */
    List<Commitment> of(Commitment duty, List<NamingVisit> visits) {
        OptionalInt every = catalogue.every(duty.category().orElseThrow());
        long closed = duty.closedAt().orElse(Long.MAX_VALUE);
        SortedMap<Long, NamingVisit> byDay = new TreeMap<>();
        if (every.isPresent() && !duty.outcome().equals(Optional.of(Outcome.DUPLICATE))) {
            visits.stream()
                    .filter(visit -> visit.at() >= duty.openedAt() && visit.at() <= closed)
                    .forEach(visit -> byDay.putIfAbsent(dayOf(visit.at()), visit));
        }
        if (byDay.isEmpty()) {
            return List.of(duty.visited(visits.stream()
                    .mapToLong(NamingVisit::at)
                    .filter(at -> at >= duty.openedAt())
                    .findFirst()));
        }
        List<Commitment> series = new ArrayList<>(List.of(duty)); // the last one is open, and closed at the end
        byDay.forEach((day, visit) -> {
            Commitment ended = series.remove(series.size() - 1).visited(OptionalLong.of(visit.at()));
            if (duty.closedAt().isPresent() && day == dayOf(closed)) {
                series.add(ended);
            } else {
                series.add(ended.toBuilder()
                        .closedAt(OptionalLong.empty())
                        .outcome(Optional.empty())
                        .build());
                series.add(next(duty, visit, calendar.sameTimeOn(day + every.getAsInt(), visit.at())));
            }
        });
        Commitment last = series.get(series.size() - 1);
        if (last.openingVisit().isPresent()
                && last.visitedAt().isEmpty()
                && closed <= last.dueAt().orElseThrow()) {
            series.set(
                    series.size() - 1,
                    last.toBuilder().dueAt(OptionalLong.empty()).build());
        }
        return series;
    }

    private static Commitment next(Commitment duty, NamingVisit visit, long due) {
        return Commitment.builder(duty.kind(), duty.unit(), visit.at())
                .id(duty.id())
                .source(duty.source())
                .area(duty.area())
                .category(duty.category())
                .dueAt(OptionalLong.of(due))
                .closedAt(duty.closedAt())
                .outcome(duty.outcome())
                .openingVisit(Optional.of(visit.id()))
                .build();
    }

    private long dayOf(long at) {
        return calendar.dayOf(Minutes.ofMillis(at));
    }
}
