// SPDX-License-Identifier: Apache-2.0
package doorstep.export;

/** What happens to topics while exports are made. */
enum TopicEvent {
    /** An event comes and is counted: a row changes. */
    COUNT,
    /** A row is deleted by a tombstone. */
    DELETE_ROW,
    /** The log cleaner comes round. */
    CLEAN,
    /** More time passes than tombstones are kept. */
    EXPIRE,
    /** The topic of rows is created anew. */
    ROWS_ANEW,
    /** The topic of events is created anew. */
    INPUT_ANEW,
    /** A rebuild begins. */
    MARK,
    /** A rebuild ends: its number is another one. */
    REBUILD,
    /** A rebuild ends that has another fingerprint, and so accepts other events. */
    REBUILD_WITH_OTHER_RULES
}
