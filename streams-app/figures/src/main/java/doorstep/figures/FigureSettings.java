// SPDX-License-Identifier: Apache-2.0
package doorstep.figures;

import doorstep.assessment.AssessmentRules;
import doorstep.catalogue.Catalogue;
import doorstep.cluster.ClusterException;
import doorstep.cluster.SettingsTopic;
import doorstep.config.AppConfig;
import doorstep.event.Minutes;
import doorstep.family.Families;
import doorstep.settings.PublishedSettings;
import doorstep.settings.PublishedSettings.Difference;
import doorstep.tally.OrgCalendar;
import doorstep.tally.WindowKind;
import doorstep.tally.ZoneTransitions;
import doorstep.wire.SchemaRegistry;
import doorstep.wire.Topics;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The settings that readers of figures need, as the pipeline published them with the figures: readers need no settings
 * of their own, and cannot read figures under other settings than they were counted under.
 *
 * @param zone for display
 * @param transitions that determine local dates; this JDK may have others for that zone
 * @param windows that have rows
 * @param fiscalStart month in which the fiscal year starts, 1 to 12; 0 = no fiscal windows
 * @param earliest of all moments that count
 * @param windows that have rows
 * @param breakdownWindows that have rows with a breakdown
 * @param answersMin number of answers from which a score has enough
 * @param families whose rows are those that the pipeline writes
 */
public record FigureSettings(
        ZoneId zone,
        ZoneTransitions transitions,
        int fiscalStart,
        Instant earliest,
        Set<WindowKind> windows,
        Set<WindowKind> breakdownWindows,
        long answersMin,
        AssessmentRules assessment,
        Catalogue catalogue,
        Families families) {
    /** Prefix of the settings that a reader may override. */
    public static final String ASSESSMENT = AppConfig.ASSESSMENT;

    /** Read besides those of the assessment. */
    private static final Set<String> READ =
            Set.of("zone", "fiscal.start", "events.earliest", "answers.min", "acknowledge.limit");

    private static final Pattern NAME = Pattern.compile("\\w+");

    /**
     * Reads the settings from the topic.
     *
     * @param config the cluster, and whatever else the reader was given
     * @param warn called for each setting that the reader was given and that does not apply
     * @throws ClusterException if there are none, or some are missing
     */
    public static FigureSettings read(AppConfig config, SchemaRegistry registry, Consumer<String> warn) {
        try (SettingsTopic topic = new SettingsTopic(config, registry)) {
            return of(topic.settled(), config, Map.of(), warn);
        }
    }

    /**
     * {@link #read} without reading.
     *
     * @param overrides of {@code assessment.*} only
     */
    public static FigureSettings of(
            PublishedSettings published, AppConfig config, Map<String, String> overrides, Consumer<String> warn) {
        String topic = config.topics().of(Topics.SETTINGS);
        if (published.isAbsent()) {
            throw new ClusterException("the settings that figures are counted under are not known yet: " + topic
                    + " is empty, because the pipeline has not committed yet. Start it, and try again.");
        }
        if (!published.isWhole()) {
            throw new ClusterException(topic + " holds only some of the settings that the figures were counted under;"
                    + " the others were lost. Start the pipeline again: it sends all of them with its first commit.");
        }
        published.differences(config.published().settings()).stream()
                .filter(it -> config.isGiven(keyOf(it.name())) && !overrides.containsKey(it.name()))
                .forEach(it -> warn.accept(warning(it, config)));
        Map<String, String> settings = new TreeMap<>();
        published.settings().forEach((name, value) -> {
            if (READ.contains(name) || name.startsWith(AppConfig.ASSESSMENT)) {
                settings.put(name, value);
            }
        });
        settings.putAll(overrides);
        AppConfig asPublished = AppConfig.of(settings);
        ZoneTransitions transitions = ZoneTransitions.parse(
                published.value(PublishedSettings.ZONE_TRANSITIONS).orElseThrow());
        Set<WindowKind> windows = windows(published, AppConfig.WINDOWS);
        Set<WindowKind> breakdownWindows = windows(published, AppConfig.BREAKDOWN_WINDOWS);
        Catalogue catalogue = Catalogue.ofText(
                "the catalogue in " + topic,
                published.value(AppConfig.CATALOGUE_TEXT).orElseThrow());
        return new FigureSettings(
                asPublished.zone(),
                transitions,
                asPublished.fiscalStart(),
                asPublished.eventsEarliest(),
                windows,
                breakdownWindows,
                asPublished.answersMin(),
                asPublished.assessment(),
                catalogue,
                Families.standard(
                        catalogue,
                        asPublished.answersMin(),
                        new OrgCalendar(transitions, asPublished.fiscalStart()),
                        asPublished.acknowledgeLimit(),
                        windows,
                        breakdownWindows));
    }

    /** A calendar of the organisation's dates, for one thread. */
    public OrgCalendar calendar() {
        return new OrgCalendar(transitions, fiscalStart);
    }

    /** The local date that an instant belongs to. */
    public LocalDate dateOf(Instant moment) {
        return LocalDate.ofEpochDay(calendar().dayOf(Minutes.of(moment)));
    }

    /** None if the setting was not published. */
    private static Set<WindowKind> windows(PublishedSettings published, String key) {
        return NAME.matcher(published.value(key).orElse(""))
                .results()
                .map(name -> WindowKind.valueOf(name.group()))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(WindowKind.class)));
    }

    private static String keyOf(String name) {
        return name.equals(AppConfig.CATALOGUE_TEXT) ? "catalogue" : name;
    }

    private static String warning(Difference it, AppConfig config) {
        String key = keyOf(it.name());
        return key + " is " + it.ownText() + " here (" + config.origin(key).orElseThrow()
                + "), but the figures were counted under " + it.publishedText() + ", which is used"
                + (key.startsWith(AppConfig.ASSESSMENT) ? "; --assess overrides it" : "");
    }
}
