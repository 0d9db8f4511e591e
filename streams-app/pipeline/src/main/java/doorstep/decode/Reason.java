package doorstep.decode;

/** Why a record is refused, in the order in which faults are looked for: the first one counts. */
public enum Reason {
    /** No Confluent frame, or a body that does not follow its schema. */
    UNDECODABLE,
    /** The registry knows no schema of that id. */
    UNKNOWN_SCHEMA,
    /** A schema that cannot be read as the topic's. */
    INCOMPATIBLE_SCHEMA,
    /** A field (the key first) whose value is not allowed; docs/topics.md, Values, says what is. */
    INVALID_FIELD,
    /** Another partitioner than murmur2(key) mod n: the id would be split over two ledgers. */
    WRONG_PARTITION,
    /** The key is not the id. */
    KEY_MISMATCH,
    /** A time of a commitment before its opening. */
    INCONSISTENT_TIMES,
    /** Before {@code events.earliest}. */
    TOO_OLD,
    /** Later than the append time allows. */
    FUTURE
}
