// SPDX-License-Identifier: Apache-2.0
package doorstep.event;

/** The types of a feedback's subject; a closed list. */
public enum SubjectType {
    VISIT,
    COMMITMENT,
    ARTICLE
}
