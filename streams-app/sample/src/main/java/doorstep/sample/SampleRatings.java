// SPDX-License-Identifier: Apache-2.0
package doorstep.sample;

import doorstep.sample.Encounter.How;
import doorstep.sample.Encounter.Purpose;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Generates ratings of visits: the overall grade on the spot or by phone, in some cases the "five asks" (five more
 * questions), whether travellers would recommend the service desk, and grades that the bureau filled in where nobody
 * answered.
 */
final class SampleRatings {
    private static final String GRADE = "GRADE_5";
    private static final String STARS = "STARS_5";
    private static final String YES_NO = "YES_NO";
    private static final int DAYS_OF_SILENCE = 15;

    private final Bureau bureau;
    private final Dice dice;
    private final Dice again;
    private final Mishaps mishaps;
    private final Sheet sheet;
    private final List<Answer> bad = new ArrayList<>();
    private int number;
    private int secondThoughts;

    /** One answer as it was meant. */
    record Answer(String visit, Encounter encounter, String question, String scale, LocalDateTime at) {}

    SampleRatings(long seed, Bureau bureau, Sheet sheet) {
        this.bureau = bureau;
        this.sheet = sheet;
        dice = new Dice(seed, "answers");
        again = new Dice(seed, "second thoughts");
        Dice chance = new Dice(seed, "writing answers down");
        mishaps = new Mishaps(chance, sheet, "rating", entry -> mistaken(entry, chance));
    }

    /** At most one overall answer for each person asked. */
    void answer(String visit, Encounter encounter) {
        for (int person = 0; person < encounter.attendance().asked(); person++) {
            if (dice.chance(encounter.site().station().response())) {
                speak(visit, encounter);
            } else if (encounter.purpose().isMustVisit() && dice.chance(260)) {
                fillIn(visit, encounter);
            }
        }
    }

    private void speak(String visit, Encounter encounter) {
        LocalDateTime at = encounter.at().plusMinutes(delay(encounter));
        if (Diary.isOver(at)) {
            return;
        }
        rate(visit, encounter, at, "OVERALL", GRADE, grade(satisfied(encounter)));
        if (encounter.purpose() == Purpose.SERVICE_DESK) {
            if (dice.chance(850)) {
                rate(visit, encounter, at, "RECOMMEND", "NPS_11", recommendation());
            }
        } else if (encounter.how() == How.DOOR && dice.chance(420)) {
            ask(visit, encounter, at);
        }
    }

    private void ask(String visit, Encounter encounter, LocalDateTime at) {
        int satisfied = satisfied(encounter);
        if (dice.chance(850)) {
            rate(visit, encounter, at, "NEEDS", YES_NO, dice.chance(satisfied - 40) ? 1 : 0);
        }
        if (dice.chance(850)) {
            rate(visit, encounter, at, "EFFECT", STARS, stars(satisfied - 60));
        }
        if (dice.chance(700)) {
            rate(visit, encounter, at, "ADVICE", YES_NO, dice.chance(satisfied - 120) ? 1 : 0);
        }
        if (dice.chance(750)) {
            rate(visit, encounter, at, "ACCOUNTABILITY", STARS, stars(satisfied - 170));
        }
        if (dice.chance(850)) {
            rate(visit, encounter, at, "SAFETY", GRADE, grade(satisfied - 10));
        }
    }

    /** The bad answers, which require a call-back, in the order in which they were given. */
    List<Answer> bad() {
        return List.copyOf(bad);
    }

    /**
     * Writes a second answer to the same question about the same visit after a call-back; most are better than the
     * first.
     */
    void secondThoughts(Answer first, LocalDateTime at, boolean byPhone) {
        if (Diary.isOver(at)) {
            return;
        }
        int kind = 700;
        int score =
                switch (first.scale()) {
                    case GRADE -> again.chance(kind) ? 3 + again.weighted(45, 40, 15) : 1 + again.weighted(30, 70);
                    case STARS -> again.chance(kind) ? 3 + again.weighted(40, 45, 15) : 1 + again.weighted(30, 70);
                    case YES_NO -> again.chance(kind) ? 1 : 0;
                    default -> again.chance(kind) ? again.between(7, 9) : again.between(1, 6);
                };
        LocalDateTime entered = at.plusMinutes(again.between(0, 30));
        mishaps.record(rating(
                        first.visit(),
                        first.encounter(),
                        at,
                        Diary.isOver(entered) ? Diary.END : entered,
                        first.question(),
                        first.scale(),
                        score)
                .with("rating", String.format(Locale.ROOT, "C%05d", ++secondThoughts))
                .with("channel", byPhone ? "phone" : "door")
                .with("remark", "no"));
    }

    private static boolean isBad(String scale, int score) {
        return switch (scale) {
            case YES_NO -> score == 0;
            case "NPS_11" -> score < 7;
            default -> score < 3;
        };
    }

    private void rate(String visit, Encounter encounter, LocalDateTime at, String question, String scale, int score) {
        LocalDateTime entered = at.plusMinutes(dice.between(0, 90));
        if (isBad(scale, score)) {
            bad.add(new Answer(visit, encounter, question, scale, at));
        }
        mishaps.record(rating(visit, encounter, at, Diary.isOver(entered) ? Diary.END : entered, question, scale, score)
                .with("channel", channel(encounter))
                .with("topics", topics(score, scale))
                .with("remark", dice.chance(90) ? "yes" : "no"));
    }

    /** Writes the best grade where nobody answered; a few people answered later, with a higher version. */
    private void fillIn(String visit, Encounter encounter) {
        LocalDateTime at = encounter.at().plusDays(DAYS_OF_SILENCE);
        if (Diary.isOver(at)) {
            return;
        }
        SampleRow silent = rating(visit, encounter, at, at, "OVERALL", GRADE, 5)
                .with("channel", "door")
                .with("filled in", "yes");
        sheet.receive(at, silent);
        LocalDateTime answered = at.plusDays(dice.between(1, 12)).plusMinutes(dice.between(0, 300));
        if (dice.chance(100) && !Diary.isOver(answered)) {
            sheet.receive(
                    answered,
                    silent.with("filled in", "")
                            .with("channel", "phone")
                            .with("score", Integer.toString(grade(satisfied(encounter))))
                            .version(1)
                            .entered(answered)
                            .at(answered));
        }
    }

    private SampleRow rating(
            String visit,
            Encounter encounter,
            LocalDateTime at,
            LocalDateTime entered,
            String question,
            String scale,
            int score) {
        number++;
        return SampleRow.of(
                        at,
                        entered,
                        "rating",
                        String.format(Locale.ROOT, "R%06d", number),
                        "visit",
                        visit,
                        "area district",
                        encounter.site().area().district(),
                        "area",
                        encounter.site().area().name(),
                        "question",
                        question,
                        "scale",
                        scale,
                        "score",
                        Integer.toString(score))
                .in(encounter.site().unit());
    }

    private int delay(Encounter encounter) {
        return switch (encounter.how()) {
            case DOOR, DESK -> dice.between(5, 40);
            case MEETING -> dice.between(60, 150);
            case PHONE -> dice.between(1, 9);
            case ONLINE -> dice.between(1, 60 * 24);
        };
    }

    private static int satisfied(Encounter encounter) {
        return Bureau.satisfied(encounter.site().station(), encounter.at().toLocalDate());
    }

    private int grade(int satisfied) {
        return dice.chance(satisfied) ? 3 + dice.weighted(11, 34, 55) : 1 + dice.weighted(30, 70);
    }

    private int stars(int satisfied) {
        return dice.chance(satisfied) ? 4 + dice.weighted(45, 55) : 1 + dice.weighted(15, 25, 60);
    }

    private int recommendation() {
        return dice.weighted(1, 1, 1, 2, 2, 5, 7, 14, 27, 22, 18);
    }

    private static String channel(Encounter encounter) {
        return encounter.how() == How.ONLINE ? "app" : encounter.how().words();
    }

    private String topics(int score, String scale) {
        boolean bad = score <= (scale.equals(YES_NO) ? 0 : 2);
        return dice.chance(bad ? 800 : 150) ? Concerns.some(dice) : "";
    }

    private SampleRow mistaken(SampleRow meant, Dice chance) {
        switch (chance.weighted(5, 2, 2)) {
            case 0:
                return meant.with(
                        "score",
                        meant.get("score").equals("1") ? (meant.get("scale").equals(YES_NO) ? "0" : "5") : "1");
            case 1:
                return meant.in(SampleLocation.of(bureau.busyStation(chance)));
            default:
                return meant.at(meant.at().minusDays(chance.between(1, 9)));
        }
    }
}
