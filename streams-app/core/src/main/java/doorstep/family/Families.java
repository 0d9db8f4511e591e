// SPDX-License-Identifier: Apache-2.0
package doorstep.family;

import doorstep.catalogue.Catalogue;
import doorstep.tally.OrgCalendar;
import doorstep.tally.Slice;
import doorstep.tally.WindowKind;
import doorstep.wire.Topic;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The registered families of measures, and the windows of their figures. */
public final class Families {
    private static final int CODES = 128;

    private final List<Family> all;
    private final Family[] byCode = new Family[CODES];
    private final Set<WindowKind> ofTotals;
    private final Set<WindowKind> ofSlices;
    private final Set<WindowKind> ofSlicesForEver;

    /**
     * @param windows that have rows
     * @param breakdownWindows that have rows with a breakdown too, if {@code windows} has them
     */
    public Families(List<Family> all, Set<WindowKind> windows, Set<WindowKind> breakdownWindows) {
        this.all = List.copyOf(all);
        all.forEach(family -> byCode[family.code()] = family);
        ofTotals = EnumSet.noneOf(WindowKind.class);
        ofTotals.addAll(windows);
        ofSlices = EnumSet.copyOf(ofTotals);
        ofSlices.retainAll(breakdownWindows);
        ofSlicesForEver = EnumSet.copyOf(ofSlices);
        if (ofTotals.contains(WindowKind.EVER)) {
            ofSlicesForEver.add(WindowKind.EVER);
        }
    }

    /**
     * All families of the product.
     *
     * @param windows that have rows; fiscal ones only if the calendar has a fiscal year
     * @param breakdownWindows that have rows with a breakdown too, if {@code windows} has them
     */
    public static Families standard(
            Catalogue catalogue,
            long enoughFrom,
            OrgCalendar calendar,
            Duration acknowledgeLimit,
            Set<WindowKind> windows,
            Set<WindowKind> breakdownWindows) {
        List<Family> all = all(catalogue, enoughFrom, calendar, acknowledgeLimit);
        Set<WindowKind> possible = EnumSet.noneOf(WindowKind.class);
        possible.addAll(windows);
        if (!calendar.hasFiscalYear()) {
            possible.removeIf(WindowKind::isFiscal);
        }
        return new Families(all, possible, breakdownWindows);
    }

    private static List<Family> all(
            Catalogue catalogue, long enoughFrom, OrgCalendar calendar, Duration acknowledgeLimit) {
        return List.of(
                new VisitCounts(),
                new FeedbackCounts(),
                new SatisfactionScores(catalogue, enoughFrom),
                new ReactionCounts(),
                new ServiceLevels(calendar, acknowledgeLimit),
                new ServiceDesks());
    }

    /**
     * By topic, the families whose rows it holds, for {@link Family#code} and {@link Family#tally} alone: these depend on
     * no settings, so rows can be read before settings are known, and after they changed.
     */
    public static Map<Topic, Family> ofRows() {
        Map<Topic, Family> families = new HashMap<>();
        all(Catalogue.EMPTY, 0, new OrgCalendar(ZoneOffset.UTC, 0), Duration.ZERO)
                .forEach(family -> families.put(family.topic(), family));
        return families;
    }

    public List<Family> all() {
        return all;
    }

    public Family ofCode(int code) {
        if (code <= 0 || code >= CODES || byCode[code] == null) {
            throw new IllegalArgumentException("no family has code " + code);
        }
        return byCode[code];
    }

    /** The family whose rows a topic has. */
    public Family of(Topic topic) {
        return all.stream()
                .filter(family -> family.topic().equals(topic))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(topic.shortName() + " has no figures"));
    }

    /** The windows for which a family has figures of a slice. */
    public Set<WindowKind> windows(int family, Slice slice) {
        if (slice.isTotal()) {
            return ofTotals;
        }
        return ofCode(family).keepsForEver(slice) ? ofSlicesForEver : ofSlices;
    }
}
