// SPDX-License-Identifier: Apache-2.0
package doorstep.question;

import doorstep.assessment.AssessmentRules;
import doorstep.assessment.Targets;
import doorstep.catalogue.Catalogue;
import doorstep.event.Event;
import doorstep.family.Breakdowns;
import doorstep.family.Contribution;
import doorstep.family.Families;
import doorstep.family.Family;
import doorstep.figures.FigureSettings;
import doorstep.tally.Breakdown;
import doorstep.tally.Cell;
import doorstep.tally.OrgCalendar;
import doorstep.tally.Slice;
import doorstep.tally.Tally;
import doorstep.tally.WindowKind;
import doorstep.tally.ZoneTransitions;
import doorstep.wire.KeyPartition;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** A random organisation: settings, moments that the partitions stand at, and every contribution of its events. */
final class World {
    /** @param cell of a leaf unit */
    record Counted(Cell cell, long minute, Tally tally) {}

    private static final List<String> ZONES = List.of("UTC", "Asia/Shanghai", "Europe/Berlin", "America/New_York");
    private static final LocalDate FIRST = LocalDate.of(2010, 11, 20);
    private static final int DAYS = 850;
    private static final int EVENTS = 700;

    final FigureSettings settings;
    final List<Instant> asOfs;
    final List<Counted> contributions;

    private World(FigureSettings settings, List<Instant> asOfs, List<Counted> contributions) {
        this.settings = settings;
        this.asOfs = asOfs;
        this.contributions = contributions;
    }

    /** The same one with other contributions. */
    World with(List<Counted> others) {
        return new World(settings, asOfs, others);
    }

    static World random(long seed) {
        Random dice = new Random(seed);
        FigureSettings settings = settings(dice);
        Instant newest = FIRST.plusDays(500 + dice.nextInt(DAYS - 500))
                .atStartOfDay(settings.zone())
                .toInstant()
                .plusSeconds(60L * dice.nextInt(1_440));
        List<Instant> asOfs = new ArrayList<>();
        int apart = dice.nextInt(3) * 2_000; // minutes: none, or up to 1 or 3 days
        for (int left = 1 + dice.nextInt(3); left > 0; left--) {
            asOfs.add(newest.minusSeconds(60L * dice.nextInt(1 + apart)));
        }
        return new World(settings, asOfs, contributions(dice, settings, newest));
    }

    private static FigureSettings settings(Random dice) {
        ZoneId zone = ZoneId.of(ZONES.get(dice.nextInt(ZONES.size())));
        int fiscalStart = dice.nextInt(2) * (1 + dice.nextInt(12));
        Set<WindowKind> windows = kinds(dice, 4);
        Set<WindowKind> breakdownWindows = kinds(dice, 2);
        Catalogue catalogue = Catalogue.load(Optional.empty());
        return new FigureSettings(
                zone,
                ZoneTransitions.of(zone),
                fiscalStart,
                FIRST.plusDays(dice.nextInt(20)).atStartOfDay(ZoneId.of("UTC")).toInstant(),
                windows,
                breakdownWindows,
                3,
                new AssessmentRules(
                        "OVERALL:GRADE_5", new Targets(0.8, Map.of("a", 0.5, "北京", 0.9)), dice.nextInt(3) * 7.5),
                catalogue,
                Families.standard(
                        catalogue,
                        3,
                        new OrgCalendar(zone, fiscalStart),
                        Duration.ofHours(24),
                        windows,
                        breakdownWindows));
    }

    private static Set<WindowKind> kinds(Random dice, int usual) {
        Set<WindowKind> kinds = EnumSet.allOf(WindowKind.class);
        kinds.removeIf(kind -> dice.nextInt(1 + usual) == 0);
        if (dice.nextInt(4) > 0) {
            kinds.add(WindowKind.DAY);
        }
        if (kinds.stream().noneMatch(WindowKind::isCalendar)) {
            kinds.add(WindowKind.MONTH);
        }
        return kinds;
    }

    private static List<Counted> contributions(Random dice, FigureSettings settings, Instant newest) {
        long from = settings.earliest().getEpochSecond() / 60;
        long to = newest.getEpochSecond() / 60;
        RandomEvents events = new RandomEvents(dice);
        List<Counted> all = new ArrayList<>();
        for (int left = EVENTS; left > 0; left--) {
            long ago = (long) ((to - from) * dice.nextDouble() * (dice.nextBoolean() ? 1 : dice.nextDouble() / 9));
            addTo(all, settings, events.at(Math.max(from, to - ago + dice.nextInt(2_000))));
        }
        return all;
    }

    private static void addTo(List<Counted> all, FigureSettings settings, Event event) {
        List<Slice> slices = new Breakdowns(Map.of(), Map.of(), Map.of()).slicesOf(event);
        for (Family family : settings.families().all()) {
            for (Contribution it : family.contributionsOf(event)) {
                for (Slice slice : family.rootOnly() ? List.of(Slice.TOTAL) : slices) {
                    Cell cell = new Cell(family.code(), event.unit().text(), slice, it.facet());
                    all.add(new Counted(cell, it.minute(), it.tally()));
                }
            }
        }
    }

    // ---- Dates and partitions

    LocalDate dateOf(long minute) {
        return dateOf(Instant.ofEpochSecond(minute * 60));
    }

    LocalDate dateOf(Instant moment) {
        return moment.atZone(settings.zone()).toLocalDate();
    }

    LocalDate earliest() {
        return dateOf(settings.earliest());
    }

    Instant asOf(String unit) {
        return asOfs.get(KeyPartition.of(unit.getBytes(StandardCharsets.UTF_8), asOfs.size()));
    }

    long asOfMinute(String unit) {
        return asOf(unit).getEpochSecond() / 60;
    }

    Moment moment() {
        return new Moment(settings, asOfs, false, 0);
    }

    /** The kinds of windows that have rows of a slice. */
    Set<WindowKind> kinds(Family family, Slice slice) {
        Set<WindowKind> kinds = EnumSet.copyOf(settings.windows());
        if (!slice.isTotal()) {
            kinds.retainAll(settings.breakdownWindows());
            boolean ofLevels = family.topic().shortName().equals("service-levels");
            if (ofLevels
                    && slice.breakdown().get() == Breakdown.CATEGORY
                    && settings.windows().contains(WindowKind.EVER)) {
                kinds.add(WindowKind.EVER);
            }
        }
        kinds.removeIf(kind -> kind.isFiscal() && settings.fiscalStart() == 0);
        return kinds;
    }
}
