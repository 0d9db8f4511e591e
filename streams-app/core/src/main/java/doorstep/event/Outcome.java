// SPDX-License-Identifier: Apache-2.0
package doorstep.event;

/** The outcomes of closed commitments; a closed list. */
public enum Outcome {
    RESOLVED,
    UNRESOLVED,
    REFUSED,
    DUPLICATE
}
