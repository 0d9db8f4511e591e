// SPDX-License-Identifier: Apache-2.0
package doorstep.sample;

import doorstep.sample.Encounter.Purpose;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Says which duty each must-visit fulfils. Most have one of their own. Delegates are visited again and again: a visit
 * goes to the one of its station whose last visit is longest ago, and names the duty of the first visit once more. Where
 * all have been visited lately, it goes to another delegate, and has its own duty.
 */
final class FulfilledDuties {
    /** Days from a visit to a delegate until the next one is due. */
    static final int INTERVAL_DAYS = 90;
    /** Days for which nobody visits a delegate again. */
    private static final int LATELY_DAYS = INTERVAL_DAYS / 2;

    private final Map<String, String> duties = new HashMap<>();
    private final Map<Station, Deque<Delegate>> delegates = new HashMap<>();

    private record Delegate(String duty, LocalDate lastVisit) {}

    FulfilledDuties(VisitLog log) {
        log.forEach((visit, encounter) -> {
            if (encounter.purpose().isMustVisit()) {
                duties.put(
                        visit,
                        encounter.purpose() == Purpose.DELEGATE ? ofDelegate(visit, encounter) : ofItsOwn(visit));
            }
        });
    }

    private String ofDelegate(String visit, Encounter encounter) {
        LocalDate today = encounter.at().toLocalDate();
        Deque<Delegate> byLastVisit =
                delegates.computeIfAbsent(encounter.site().station(), station -> new ArrayDeque<>());
        Delegate longest = byLastVisit.peek();
        boolean again =
                longest != null && !longest.lastVisit().plusDays(LATELY_DAYS).isAfter(today);
        String duty = again ? byLastVisit.remove().duty() : ofItsOwn(visit);
        byLastVisit.add(new Delegate(duty, today));
        return duty;
    }

    private static String ofItsOwn(String visit) {
        return visit.replace('V', 'D');
    }

    /** The duty that a visit fulfils; empty if it fulfils none. */
    String of(String visit) {
        return duties.getOrDefault(visit, "");
    }

    /** Whether a visit is the first one that fulfils its duty. */
    boolean isFirst(String visit) {
        return of(visit).equals(ofItsOwn(visit));
    }
}
