// SPDX-License-Identifier: Apache-2.0
package doorstep.sample;

import doorstep.sample.Encounter.Attendance;
import doorstep.sample.Encounter.How;
import doorstep.sample.Encounter.Purpose;
import doorstep.sample.SampleRatings.Answer;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Visits (mostly phone calls) that answer bad ratings. The bureau calls most of these people within days, and about
 * half of them then rate again. No file contains the call-backs themselves; the pipeline derives them from the ratings.
 */
final class CallBackVisits {
    private final Dice dice;
    private final List<Encounter> encounters = new ArrayList<>();
    private final List<String> targets = new ArrayList<>();

    /** @param answers receives the second ratings */
    CallBackVisits(long seed, SampleRatings answers) {
        dice = new Dice(seed, "call-backs");
        Set<String> called = new HashSet<>();
        for (Answer bad : answers.bad()) {
            String target = "callback:VISIT:" + bad.visit() + ":" + bad.question();
            if (called.add(target) && dice.chance(bad.question().equals("OVERALL") ? 950 : 840)) {
                call(bad, target, answers);
            }
        }
    }

    private void call(Answer bad, String target, SampleRatings answers) {
        LocalDateTime at = bad.at()
                .toLocalDate()
                .plusDays(1 + dice.weighted(44, 34, 12, 4, 3, 1, 1, 1))
                .atTime(9, 0)
                .plusMinutes(dice.between(0, 9 * 60));
        if (Diary.isOver(at)) {
            return;
        }
        Encounter first = bad.encounter();
        boolean phone = dice.chance(920);
        encounters.add(new Encounter(
                Purpose.FOLLOW_UP,
                phone ? How.PHONE : How.DOOR,
                phone ? VisitLog.CALL_CENTRE : VisitLog.VISITS,
                first.site(),
                at,
                new Attendance(0, 1, dice.chance(850) ? 1 : 0)));
        targets.add(target);
        if (dice.chance(520)) {
            answers.secondThoughts(bad, at.plusMinutes(dice.between(1, 9)), phone);
        }
    }

    /** The visits, each with its id. */
    void forEach(BiConsumer<String, Encounter> action) {
        for (int i = 0; i < encounters.size(); i++) {
            action.accept(String.format(Locale.ROOT, "W%05d", i + 1), encounters.get(i));
        }
    }

    /** The id of the call-back that a visit fulfils. */
    String targetOf(String visit) {
        return targets.get(Integer.parseInt(visit.substring(1)) - 1);
    }
}
