// SPDX-License-Identifier: Apache-2.0
/**
 * An independent recount, in SQL, of exported facts, compared with the exported results. Shares no arithmetic with the
 * pipeline: the files beside the classes say how everything is counted.
 */
package doorstep.audit;
