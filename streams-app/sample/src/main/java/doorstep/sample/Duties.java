// SPDX-License-Identifier: Apache-2.0
package doorstep.sample;

import doorstep.sample.Encounter.Purpose;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;

/**
 * Generates the duties that require the five kinds of must-visits, each due within its category's number of days. Most
 * are fulfilled by a visit, some too late; some are closed without a visit, for example because people moved away, and
 * some are still open. What delegates are owed next follows from the visits; no file has it.
 */
final class Duties {
    private static final int UNVISITED = 96;
    private static final List<Purpose> MUST_VISITS = List.of(
            Purpose.CASE_PARTY, Purpose.LIFE_CHANGE, Purpose.DISPUTE_PARTY, Purpose.DELEGATE, Purpose.GATHERING_PLACE);

    private final Bureau bureau;
    private final Dice dice;
    private final Mishaps mishaps;
    private final Sheet sheet;
    private final FulfilledDuties fulfilled;
    private int unvisited;

    Duties(long seed, Bureau bureau, FulfilledDuties fulfilled, Sheet sheet) {
        this.bureau = bureau;
        this.fulfilled = fulfilled;
        this.sheet = sheet;
        dice = new Dice(seed, "duties");
        Dice chance = new Dice(seed, "writing duties down");
        mishaps = new Mishaps(chance, sheet, "duty", entry -> mistaken(entry, chance));
    }

    /** Writes the duty that a visit fulfils, if it is a must-visit and the first one that fulfils it. */
    void lead(String visit, Encounter encounter) {
        if (!encounter.purpose().isMustVisit()) {
            return;
        }
        int days = days(encounter.purpose());
        boolean late = dice.chance(encounter.site().station().satisfied() < 900 ? 150 : 28);
        int ahead = late ? days * 24 * 60 + dice.between(24 * 60, 9 * 24 * 60) : dice.between(12 * 60, days * 24 * 60);
        LocalDateTime first = Diary.FIRST_DAY.atTime(8, 0).plusMinutes(dice.between(0, 59));
        LocalDateTime opened = encounter.at().minusMinutes(ahead);
        SampleRow duty = duty(
                fulfilled.of(visit),
                encounter.purpose(),
                encounter.site().station(),
                encounter.site().area(),
                opened.isBefore(first) ? first : opened);
        if (fulfilled.isFirst(visit)) { // only now, so that the other duties get the same random numbers in any case
            mishaps.record(duty);
        }
    }

    /** Writes the duties that no visit fulfilled. */
    void leaveUnvisited() {
        for (int i = 0; i < UNVISITED; i++) {
            Purpose purpose = MUST_VISITS.get(dice.weighted(38, 15, 24, 11, 12));
            Station station = bureau.busyStation(dice);
            LocalDateTime opened = i % 3 == 0
                    ? Diary.workingTime(dice, 8, 18)
                    : Diary.END.minusMinutes(dice.between(60, 40 * 24 * 60));
            SampleRow open = duty(
                    String.format(Locale.ROOT, "D9%04d", ++unvisited),
                    purpose,
                    station,
                    bureau.areaNear(station, dice),
                    opened);
            LocalDateTime closed = opened.plusDays(dice.between(1, 6)).plusMinutes(dice.between(0, 300));
            sheet.receive(open.entered(), open);
            if (dice.chance(300) && !Diary.isOver(closed)) {
                sheet.receive(
                        closed,
                        open.version(1)
                                .entered(closed)
                                .with("closed", sheet.text(closed))
                                .with("outcome", dice.chance(600) ? "moved away" : "done otherwise"));
            }
        }
    }

    private SampleRow duty(String id, Purpose purpose, Station station, SampleLocation area, LocalDateTime opened) {
        LocalDateTime entered = opened.plusMinutes(dice.between(1, 8 * 60));
        return SampleRow.of(
                        opened,
                        Diary.isOver(entered) ? Diary.END : entered,
                        "duty",
                        id,
                        "purpose",
                        purpose.words(),
                        "area district",
                        area.district(),
                        "area",
                        area.name(),
                        "due",
                        sheet.text(opened.toLocalDate().plusDays(days(purpose)).atTime(23, 59)))
                .in(SampleLocation.of(station));
    }

    private static int days(Purpose purpose) {
        return switch (purpose) {
            case LIFE_CHANGE -> 7;
            case DISPUTE_PARTY -> 10;
            case CASE_PARTY -> 15;
            case GATHERING_PLACE -> 30;
            default -> 45;
        };
    }

    private SampleRow mistaken(SampleRow meant, Dice chance) {
        return chance.chance(500)
                ? meant.in(SampleLocation.of(bureau.busyStation(chance)))
                : meant.at(meant.at().minusDays(chance.between(1, 4)));
    }
}
