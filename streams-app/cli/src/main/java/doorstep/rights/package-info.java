// SPDX-License-Identifier: Apache-2.0
/**
 * What each part of Doorstep may do on a cluster with access control lists: shown, granted and checked. The command is
 * in {@code cli}, the users of a cluster are its administrator's.
 */
package doorstep.rights;
