// SPDX-License-Identifier: Apache-2.0
package doorstep.sample;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;

/** Generates suggestions of people and reports of information officers. */
final class Voices {
    private static final List<String> OFFICERS = List.of("community", "market", "transport", "school");

    private final long seed;
    private final Bureau bureau;

    Voices(long seed, Bureau bureau) {
        this.seed = seed;
        this.bureau = bureau;
    }

    /** @param cases receives the answer owed to each suggestion */
    void suggestTo(Sheet sheet, Cases cases) {
        Dice dice = new Dice(seed, "suggestions");
        Mishaps mishaps = new Mishaps(dice, sheet, "suggestion", entry -> mistaken(entry, dice));
        for (int i = 1; i <= 228; i++) {
            Station station = bureau.busyStation(dice);
            LocalDateTime at = Diary.workingTime(dice, 8, 22);
            SampleRow suggestion = about(station, at, dice)
                    .with("suggestion", id(i))
                    .with(
                            "channel",
                            dice.oneOf(List.of("door", "door", "meeting", "meeting", "web", "phone", "letter")));
            mishaps.record(suggestion);
            cases.owe(suggestion);
        }
        Dice desks = new Dice(seed, "suggestions at desks");
        for (int i = 229; i <= 251; i++) {
            Station desk = bureau.busyDesk(desks);
            SampleRow suggestion = about(desk, Diary.anyTime(desks, 6, 24), desks)
                    .with("suggestion", id(i))
                    .with("area district", desk.district())
                    .with("area", desk.name())
                    .with("channel", "desk");
            sheet.receive(suggestion.entered(), suggestion);
            cases.owe(suggestion);
        }
    }

    private static String id(int suggestion) {
        return String.format(Locale.ROOT, "S%04d", suggestion);
    }

    void reportTo(Sheet sheet) {
        Dice dice = new Dice(seed, "reports");
        Mishaps mishaps = new Mishaps(dice, sheet, "report", entry -> mistaken(entry, dice));
        for (int i = 1; i <= 460; i++) {
            Station station = bureau.busyStation(dice);
            mishaps.record(about(station, Diary.workingTime(dice, 7, 21), dice)
                    .with("report", String.format(Locale.ROOT, "N%04d", i))
                    .with("officer", OFFICERS.get(dice.weighted(45, 25, 18, 12))));
        }
    }

    private SampleRow about(Station station, LocalDateTime at, Dice dice) {
        SampleLocation area = bureau.areaNear(station, dice);
        LocalDateTime entered = at.plusMinutes(dice.between(5, 3 * 24 * 60));
        return SampleRow.of(
                        at,
                        Diary.isOver(entered) ? Diary.END : entered,
                        "area district",
                        area.district(),
                        "area",
                        area.name(),
                        "topics",
                        Concerns.some(dice))
                .in(SampleLocation.of(station));
    }

    private SampleRow mistaken(SampleRow meant, Dice dice) {
        return dice.chance(600)
                ? meant.in(SampleLocation.of(bureau.busyStation(dice)))
                : meant.with("topics", Concerns.some(dice)).at(meant.at().minusDays(dice.between(1, 5)));
    }
}
