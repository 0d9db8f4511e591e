package doorstep.model;

import org.apache.avro.specific.SpecificRecord;

/** What the rules say of one record. */
sealed interface Verdict {
    /**
     * @param event null for a null value
     */
    record Accepted(String id, SpecificRecord event) implements Verdict {}

    /**
     * @param reason as in {@code doorstep.rejected}
     * @param field what is wrong, for people; not compared
     */
    record Refused(String reason, String field) implements Verdict {}
}
