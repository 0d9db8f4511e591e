// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import doorstep.config.ConfigurationException;
import doorstep.config.InstantFormat;
import doorstep.config.Nearest;
import doorstep.decode.Reason;
import doorstep.event.Codes;
import doorstep.replay.RejectFilter;
import doorstep.replay.SourceCodes;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Options that select refused records. */
final class RejectOptions {
    @Option(
            names = "--reason",
            split = ",",
            paramLabel = "REASON",
            description = "Only records refused for this reason: ${COMPLETION-CANDIDATES}. May be repeated.")
    private Set<Reason> reasons = new LinkedHashSet<>();

    @Option(
            names = "--topic",
            split = ",",
            paramLabel = "TOPIC",
            description = "Only records of this input topic, e.g. visits. May be repeated.")
    private Set<String> topics = new LinkedHashSet<>();

    @Option(
            names = "--partition",
            split = ",",
            paramLabel = "N",
            description = "Only records of this partition. May be repeated.")
    private Set<Integer> partitions = new LinkedHashSet<>();

    @Option(
            names = "--source",
            split = ",",
            paramLabel = "CODE",
            description = "Only records from this source (the refused records themselves are read for it); "
                    + SourceCodes.UNKNOWN + " = records without a source. May be repeated.")
    private Set<String> sources = new LinkedHashSet<>();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Only records appended to the input topic at this time or later: 2011-07-18, 2011-07-18T23:59"
                    + " (both in the zone of the figures) or 2011-07-18T15:59Z.")
    private Optional<String> since = Optional.empty();

    @Option(names = "--until", paramLabel = "TIME", description = "Only records appended before this time.")
    private Optional<String> until = Optional.empty();

    /**
     * @param names of the topics
     * @param zone time zone of local times; requested only if there are any
     * @throws ConfigurationException if no record can match a filter; the message names it
     */
    RejectFilter filter(TopicNames names, Supplier<ZoneId> zone) {
        sources.stream()
                .filter(it -> !it.equals(SourceCodes.UNKNOWN) && !Codes.isValid(it))
                .findFirst()
                .ifPresent(it -> {
                    throw new ConfigurationException(
                            "--source " + it + " is neither a valid code nor " + SourceCodes.UNKNOWN);
                });
        Optional<Instant> from = since.map(it -> time("--since", it, zone.get()));
        Optional<Instant> to = until.map(it -> time("--until", it, zone.get()));
        return new RejectFilter(
                reasons,
                topics.stream().map(it -> inputNamed(it, names)).collect(Collectors.toSet()),
                new HashSet<>(partitions),
                sources,
                from,
                to);
    }

    private static String inputNamed(String name, TopicNames names) {
        return names.find(name)
                .filter(Topics.inputs()::contains)
                .map(names::of)
                .orElseThrow(() -> new ConfigurationException("no input topic is called " + name + "; did you mean "
                        + Nearest.to(name, names.of(Topics.inputs())) + "?"));
    }

    static Instant time(String option, String text, ZoneId zone) {
        try {
            return text.contains("T")
                    ? InstantFormat.parse(text, zone)
                    : LocalDate.parse(text).atStartOfDay(zone).toInstant();
        } catch (DateTimeException e) {
            throw new ConfigurationException(option + " " + text
                    + " is not a valid time; write it like 2011-07-18, 2011-07-18T23:59 or 2011-07-18T15:59Z");
        }
    }
}
