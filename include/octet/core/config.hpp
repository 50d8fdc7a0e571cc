// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Version and the few switches of the library.
#pragma once

#define OCTET_VERSION_MAJOR 0
#define OCTET_VERSION_MINOR 1
#define OCTET_VERSION_PATCH 0

/// Traps in debug builds when a precondition of a hot-loop function does not hold. Such conditions
/// are established once, at load, so release builds check nothing.
#if defined(NDEBUG)
#define OCTET_ASSERT(condition) static_cast<void>(0)
#else
#define OCTET_ASSERT(condition) ((condition) ? static_cast<void>(0) : __builtin_trap())
#endif
