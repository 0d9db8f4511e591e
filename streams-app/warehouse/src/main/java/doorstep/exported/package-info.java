// SPDX-License-Identifier: Apache-2.0
/** The tables of a finished export, whatever its target, as views of one database in this process. */
package doorstep.exported;
