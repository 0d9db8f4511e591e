package doorstep.model;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;

/**
 * Everything but the records and as-of that the figures depend on.
 *
 * @param fiscalStart month in which the fiscal year starts; 0 = no fiscal windows
 * @param earliest times before it are refused
 * @param answersMin answers from which a score is {@code enough}
 * @param lists by input topic and breakdown name ({@code doorstep.visits/category}): the values that are counted under
 *     themselves; a breakdown without an entry is open
 * @param unbroken breakdowns, named in the same way, that have no rows at all
 * @param questions by code; a question without an entry has its scale's defaults
 * @param partitions of every input topic
 * @param schemas what the registry knows, by id
 * @param unreadable ids of schemas in the registry that no topic can be read with
 */
public record ModelConfig(
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

    /**
     * A question as the catalogue has it.
     *
     * @param scale the only scale on which the other two count
     * @param satisfiedFrom lowest score of a satisfied answer
     * @param weights by score, lowest first: what stands for the score in the mean; empty = the score itself
     */
    public record Question(String scale, Optional<Integer> satisfiedFrom, List<Double> weights) {}

    public ModelConfig withPartitions(int n) {
        return new ModelConfig(
                zone, fiscalStart, earliest, answersMin, lists, unbroken, questions, n, schemas, unreadable);
    }
}
