// SPDX-License-Identifier: Apache-2.0
package doorstep.model;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;

/**
 * Everything that determines the figures, apart from the records and as-of.
 *
 * @param fiscalStart month in which the fiscal year starts; 0 = no fiscal windows
 * @param windows names of the windows that have rows; a fiscal one only if there is a fiscal year
 * @param breakdownWindows names of those that have rows with a breakdown too; what {@code windows} lacks has none
 * @param earliest times before it are refused
 * @param answersMin answers from which a score is {@code enough}
 * @param lists by input topic and breakdown name ({@code doorstep.visits/category}): the values that have rows of their
 *     own; a breakdown without an entry is open
 * @param unbroken breakdowns, named in the same way, without any rows
 * @param questions by code; a question without an entry has its scale's defaults
 * @param partitions of every input topic
 * @param schemas what the registry holds, by id
 * @param unreadable ids of schemas in the registry that cannot be read as any topic's
 * @param dueRules when things are owed if the record does not say so
 */
public record ModelConfig(
        ZoneId zone,
        int fiscalStart,
        Set<String> windows,
        Set<String> breakdownWindows,
        Instant earliest,
        int answersMin,
        Map<String, Set<String>> lists,
        Set<String> unbroken,
        Map<String, Question> questions,
        int partitions,
        Map<Integer, Schema> schemas,
        Set<Integer> unreadable,
        DueRules dueRules) {

    /** With the default windows and due rules. */
    public ModelConfig(
            ZoneId zone,
            int fiscalStart,
            Instant earliest,
            int answersMin,
            Map<String, Set<String>> lists,
            Set<String> unbroken,
            Map<String, Question> questions,
            int partitions,
            Map<Integer, Schema> schemas,
            Set<Integer> unreadable) {
        this(
                zone,
                fiscalStart,
                ModelWindow.ALL,
                ModelWindow.WITH_BREAKDOWN,
                earliest,
                answersMin,
                lists,
                unbroken,
                questions,
                partitions,
                schemas,
                unreadable,
                DueRules.USUAL);
    }

    /**
     * @param acknowledgeLimit longest time from opening to an acknowledgement that is on time
     * @param callBackDays working days
     * @param badBelow by question, on its own scale, and by scale: the lowest score that is not bad; without an entry
     *     that of docs/catalogue.md, Default thresholds
     * @param every by category: days after which its duties are owed again; others are not
     */
    public record DueRules(
            Duration acknowledgeLimit,
            int callBackDays,
            Set<DayOfWeek> weekend,
            Set<LocalDate> holidays,
            Set<LocalDate> extraDays,
            Map<String, Integer> badBelow,
            Map<String, Integer> every) {
        public static final DueRules USUAL = new DueRules(
                Duration.ofHours(24),
                3,
                Set.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY),
                Set.of(),
                Set.of(),
                Map.of(),
                Map.of());
    }

    /**
     * A question of the catalogue.
     *
     * @param scale the only scale to which the next two apply
     * @param satisfiedFrom lowest score of a satisfied answer
     * @param weights by score, lowest first: the value that replaces the score in the mean; empty = the score itself
     * @param callBack whether bad answers open call-backs, on whatever scale
     */
    public record Question(String scale, Optional<Integer> satisfiedFrom, List<Double> weights, boolean callBack) {}

    /** @param every by category: days after which its duties are owed again */
    public ModelConfig withEvery(Map<String, Integer> every) {
        return with(
                partitions,
                new DueRules(
                        dueRules.acknowledgeLimit(),
                        dueRules.callBackDays(),
                        dueRules.weekend(),
                        dueRules.holidays(),
                        dueRules.extraDays(),
                        dueRules.badBelow(),
                        every));
    }

    public ModelConfig withPartitions(int n) {
        return with(n, dueRules);
    }

    private ModelConfig with(int n, DueRules rules) {
        return new ModelConfig(
                zone,
                fiscalStart,
                windows,
                breakdownWindows,
                earliest,
                answersMin,
                lists,
                unbroken,
                questions,
                n,
                schemas,
                unreadable,
                rules);
    }
}
