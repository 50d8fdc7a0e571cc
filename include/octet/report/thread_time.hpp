// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// A clock for measurements on a machine that others use as well.
#pragma once

#include <chrono>
#include <ctime>

namespace octet::report {

/// The processor's time that this thread has had, in nanoseconds: what other programs take
/// meanwhile is not in it. Where the system does not say, the time that has passed. A look at it
/// takes some tenths of a microsecond.
inline double thread_ns() {
#if defined(CLOCK_THREAD_CPUTIME_ID)
  std::timespec t{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) * 1e9 + static_cast<double>(t.tv_nsec);
#else
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration<double, std::nano>(now).count();
#endif
}

}  // namespace octet::report
