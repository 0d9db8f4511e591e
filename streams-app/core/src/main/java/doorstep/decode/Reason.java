// SPDX-License-Identifier: Apache-2.0
package doorstep.decode;

/** Why a record is refused, in the order of the checks: the first fault found counts. */
public enum Reason {
    /** No Confluent header, or a body that does not match its schema. */
    UNDECODABLE,
    /** The registry has no schema with that id. */
    UNKNOWN_SCHEMA,
    /** The writer's schema cannot be resolved to the topic's schema. */
    INCOMPATIBLE_SCHEMA,
    /** A field that is not valid (docs/topics.md, Values); the key is checked first. */
    INVALID_FIELD,
    /** The partition is not murmur2(key) mod n: the id would be split over two ledgers. */
    WRONG_PARTITION,
    /** The key is not the record's id. */
    KEY_MISMATCH,
    /** A time of a commitment is before its opening. */
    INCONSISTENT_TIMES,
    /** A time is before {@code events.earliest}. */
    TOO_OLD,
    /** A time is later than the append time allows. */
    FUTURE
}
