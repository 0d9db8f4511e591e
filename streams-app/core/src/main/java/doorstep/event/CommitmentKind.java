// SPDX-License-Identifier: Apache-2.0
package doorstep.event;

/** The kinds of commitments; a closed list. */
public enum CommitmentKind {
    /** A visit is owed. */
    DUTY,
    REQUEST,
    /** An answer is owed. */
    SUGGESTION,
    /** A call after a bad rating is owed. Derived from ratings, so no record may have this kind. */
    CALLBACK
}
