// SPDX-License-Identifier: Apache-2.0
package doorstep.sample;

import doorstep.sample.Encounter.Attendance;
import doorstep.sample.Encounter.How;
import doorstep.sample.Encounter.Purpose;
import doorstep.sample.Encounter.Site;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;

/**
 * Generates all visits of the half year: must-visits and their follow-ups, talks and forums, inspections, and visits at
 * the travellers' service desks.
 */
final class VisitLog {
    static final String VISITS = "visits";
    static final String CALL_CENTRE = "call centre";
    static final String MINUTES = "minutes";
    static final String DESK = "desk";

    private final long seed;
    private final Bureau bureau;
    private final List<Encounter> encounters = new ArrayList<>();

    VisitLog(long seed, Bureau bureau) {
        this.seed = seed;
        this.bureau = bureau;
        homes(Purpose.CASE_PARTY, 1_090);
        homes(Purpose.LIFE_CHANGE, 430);
        homes(Purpose.DISPUTE_PARTY, 690);
        homes(Purpose.DELEGATE, 340);
        homesOfTheSmallestStation();
        gatheringPlaces(350);
        talks(66);
        forums(23);
        inspections(64);
        others(42);
        desks(820);
        lateTrain();
        followUps();
        encounters.sort(Comparator.comparing(Encounter::at));
    }

    /** Passes on every encounter with its id, in order of time. */
    void forEach(BiConsumer<String, Encounter> action) {
        for (int i = 0; i < encounters.size(); i++) {
            action.accept(String.format(Locale.ROOT, "V%05d", i + 1), encounters.get(i));
        }
    }

    /** @param callBacks visits that follow bad ratings; they are written too */
    void writeTo(Sheet sheet, FulfilledDuties fulfilled, CallBackVisits callBacks) {
        Dice dice = dice("writing visits down");
        Mishaps mishaps = new Mishaps(dice, sheet, "visit", entry -> mistaken(entry, dice));
        forEach((id, encounter) -> mishaps.record(entry(id, encounter, fulfilled.of(id), dice)));
        callBacks.forEach((id, encounter) -> mishaps.record(entry(id, encounter, callBacks.targetOf(id), dice)));
    }

    private static SampleRow entry(String id, Encounter encounter, String fulfils, Dice dice) {
        return SampleRow.of(
                        encounter.at(),
                        enteredAt(encounter.at(), dice),
                        "visit",
                        id,
                        "register",
                        encounter.register(),
                        "area district",
                        encounter.site().area().district(),
                        "area",
                        encounter.site().area().name(),
                        "purpose",
                        encounter.purpose().words(),
                        "how",
                        encounter.how().words(),
                        "households",
                        Integer.toString(encounter.attendance().households()),
                        "people",
                        Integer.toString(encounter.attendance().people()),
                        "asked",
                        Integer.toString(encounter.attendance().asked()),
                        "fulfils",
                        fulfils)
                .in(encounter.site().unit());
    }

    private void homes(Purpose purpose, int count) {
        Dice dice = dice(purpose.words());
        for (int i = 0; i < count; i++) {
            home(purpose, bureau.busyStation(dice), dice);
        }
    }

    private void homesOfTheSmallestStation() {
        Dice dice = dice("smallest station");
        for (int i = 0; i < 9; i++) {
            home(Purpose.CASE_PARTY, bureau.stationNamed("Reed Island"), dice);
        }
    }

    private void home(Purpose purpose, Station station, Dice dice) {
        boolean bothSides = purpose == Purpose.DISPUTE_PARTY && dice.chance(220);
        encounters.add(new Encounter(
                purpose,
                How.DOOR,
                VISITS,
                Site.of(station, bureau.areaNear(station, dice)),
                Diary.workingTime(dice, 9, 20),
                new Attendance(
                        bothSides ? 2 : 1,
                        (bothSides ? 2 : 1) + dice.weighted(35, 40, 20, 5),
                        dice.chance(900) ? 1 : 0)));
    }

    private void gatheringPlaces(int count) {
        Dice dice = dice("gathering places");
        for (int i = 0; i < count; i++) {
            Station station = bureau.busyStation(dice);
            int people = dice.between(2, 8);
            encounters.add(new Encounter(
                    Purpose.GATHERING_PLACE,
                    How.DOOR,
                    VISITS,
                    Site.of(station, bureau.areaNear(station, dice)),
                    Diary.workingTime(dice, 10, 22),
                    new Attendance(0, people, dice.between(0, 2))));
        }
    }

    private void talks(int count) {
        Dice dice = dice("talks");
        for (int i = 0; i < count; i++) {
            Station station = bureau.busyStation(dice);
            int people = dice.between(11, 26);
            encounters.add(new Encounter(
                    Purpose.TALK,
                    How.MEETING,
                    MINUTES,
                    Site.of(station, new SampleLocation(station.district(), station.name() + " East")),
                    Diary.workingTime(dice, 9, 17),
                    new Attendance(0, people, people - dice.between(0, 4))));
        }
    }

    /** Supervisors' forums belong to districts, not to stations. */
    private void forums(int count) {
        Dice dice = dice("forums");
        for (int i = 0; i < count; i++) {
            Station host = bureau.busyStation(dice);
            int people = dice.between(8, 17);
            encounters.add(new Encounter(
                    Purpose.FORUM,
                    How.MEETING,
                    MINUTES,
                    new Site(host, new SampleLocation(host.district(), ""), SampleLocation.UNKNOWN),
                    Diary.workingTime(dice, 9, 17),
                    new Attendance(0, people, people)));
        }
    }

    private void inspections(int count) {
        Dice dice = dice("inspections");
        for (int i = 0; i < count; i++) {
            Station station = bureau.busyStation(dice);
            encounters.add(new Encounter(
                    Purpose.INSPECTION,
                    How.DOOR,
                    VISITS,
                    Site.of(station, bureau.areaNear(station, dice)),
                    Diary.workingTime(dice, 9, 17),
                    new Attendance(0, dice.between(1, 2), 0)));
        }
    }

    private void others(int count) {
        Dice dice = dice("others");
        for (int i = 0; i < count; i++) {
            Station station = bureau.busyStation(dice);
            encounters.add(new Encounter(
                    Purpose.OTHER,
                    How.ONLINE,
                    VISITS,
                    Site.of(station, SampleLocation.UNKNOWN),
                    Diary.workingTime(dice, 8, 22),
                    new Attendance(0, 1, dice.between(0, 1))));
        }
    }

    private void desks(int count) {
        Dice dice = dice("desks");
        for (int i = 0; i < count; i++) {
            atDesk(bureau.busyDesk(dice), Diary.anyTime(dice, 6, 24), dice);
        }
    }

    /** Visits at the railway desk in the last minutes before the end of the sample. */
    private void lateTrain() {
        Dice dice = dice("late train");
        for (int minutes = 6; minutes <= 41; minutes += 7) {
            atDesk(bureau.desks().get(0), Diary.END.minusMinutes(minutes), dice);
        }
    }

    private void atDesk(Station desk, LocalDateTime at, Dice dice) {
        encounters.add(new Encounter(
                Purpose.SERVICE_DESK,
                How.DESK,
                DESK,
                Site.of(desk, SampleLocation.of(desk)),
                at,
                new Attendance(0, 1 + dice.weighted(80, 15, 5), dice.chance(750) ? 1 : 0)));
    }

    /** About two in five must-visits are followed up, three in five of these by phone. */
    private void followUps() {
        Dice dice = dice("follow-ups");
        for (Encounter first : List.copyOf(encounters)) {
            boolean smallest = first.site().station().volume() == 0;
            if (!first.purpose().isMustVisit() || smallest || !dice.chance(380)) {
                continue;
            }
            LocalDateTime at = first.at()
                    .toLocalDate()
                    .plusDays(dice.between(3, 21))
                    .atTime(9, 0)
                    .plusMinutes(dice.between(0, 9 * 60));
            boolean phone = dice.chance(620);
            if (!Diary.isOver(at)) {
                encounters.add(new Encounter(
                        Purpose.FOLLOW_UP,
                        phone ? How.PHONE : How.DOOR,
                        phone ? CALL_CENTRE : VISITS,
                        first.site(),
                        at,
                        new Attendance(
                                phone || first.attendance().households() == 0 ? 0 : 1,
                                phone ? 1 : dice.between(1, 2),
                                1)));
            }
        }
    }

    private static LocalDateTime enteredAt(LocalDateTime at, Dice dice) {
        LocalDateTime entered = at.plusMinutes(dice.between(10, 26 * 60));
        return Diary.isOver(entered) ? Diary.END : entered;
    }

    /** A wrong version of an entry, before its correction. */
    private SampleRow mistaken(SampleRow meant, Dice dice) {
        switch (dice.weighted(4, 3, 2, 2)) {
            case 0:
                return meant.in(SampleLocation.of(bureau.busyStation(dice)));
            case 1:
                return meant.at(meant.at().minusDays(dice.between(1, 9)));
            case 2:
                return meant.at(meant.at().minusYears(10)); // the year mistyped
            default:
                return meant.with("people", meant.get("people") + "0").with("asked", "0");
        }
    }

    private Dice dice(String purpose) {
        return new Dice(seed, purpose);
    }
}
