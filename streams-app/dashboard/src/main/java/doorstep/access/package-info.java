// SPDX-License-Identifier: Apache-2.0
/** Who may see which units: tokens, the file that lists them, and what one request may see. */
package doorstep.access;
