// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The one name that xnnpack.h wants of a header which Debian's libxnnpack-dev does not depend on
// (libpthreadpool-dev has it). Used only where that is not installed: octet-bench needs no pool.
#pragma once

typedef struct pthreadpool* pthreadpool_t;
