package doorstep.cli;

import doorstep.app.AppConfig;
import doorstep.app.FigureSettings;
import doorstep.app.ProgressWatch;
import doorstep.avro.Progress;
import doorstep.wire.Topic;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** What the figures of a topic speak of: as-of, how old that is, and how much lies beyond it. */
final class AsOfLine {
    private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm VV", Locale.ROOT);

    private AsOfLine() {}

    static String of(AppConfig config, ZoneId zone, Topic topic, Clock clock) {
        try (ProgressWatch progress = new ProgressWatch(config)) {
            return of(progress.rows(), config.topics().of(topic), zone, clock.instant());
        }
    }

    /** Local date of as-of; the earliest one if the windows are of several minds. Empty before the first run. */
    static Optional<LocalDate> dateOf(AppConfig config, FigureSettings settings) {
        try (ProgressWatch progress = new ProgressWatch(config)) {
            return progress.rows().stream()
                    .filter(row -> row.getPart().equals("windows") && row.getAsOf() != null)
                    .map(Progress::getAsOf)
                    .min(Comparator.naturalOrder())
                    .map(settings::dateOf);
        }
    }

    /** @param topic its name */
    static String of(Collection<Progress> rows, String topic, ZoneId zone, Instant now) {
        List<Progress> windows = rows.stream()
                .filter(row -> row.getPart().equals("windows") && row.getAsOf() != null)
                .sorted(Comparator.comparing(Progress::getAsOf))
                .toList();
        if (windows.isEmpty()) {
            return "as-of: none, the pipeline has not run on these topics yet";
        }
        Instant first = windows.get(0).getAsOf();
        Instant last = windows.get(windows.size() - 1).getAsOf();
        long beyond = windows.stream()
                .map(row -> row.getBeyond().get(topic))
                .filter(Objects::nonNull)
                .mapToLong(Long::longValue)
                .sum();
        return "as-of " + text(first, zone) + (first.equals(last) ? "" : " to " + text(last, zone)) + ", "
                + age(Duration.between(first, now)) + " old; beyond it: " + Figures.count(beyond)
                + (beyond == 1 ? " contribution" : " contributions");
    }

    static String text(Instant moment, ZoneId zone) {
        return MINUTES.format(moment.atZone(zone));
    }

    /** In the two largest units. */
    static String age(Duration age) {
        long minutes = Math.max(0, age.toMinutes());
        if (minutes < 60) {
            return minutes + " min";
        }
        if (minutes < 48 * 60) {
            return minutes / 60 + " h " + minutes % 60 + " min";
        }
        return Figures.count(minutes / (24 * 60)) + " days";
    }
}
