// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The list of the rivals that this build has.
#include "contestant.hpp"

namespace octet_bench {

const std::vector<rival>& rivals() {
  static const std::vector<rival> all {
#if defined(OCTET_BENCH_ONEDNN)
    {"onednn", onednn_runner, true},
#endif
#if defined(OCTET_BENCH_XNNPACK)
        {"xnnpack", xnnpack_runner, false},
#endif
#if defined(OCTET_BENCH_GEMMLOWP)
        {"gemmlowp", gemmlowp_runner, false},
#endif
        {"eigen_float", eigen_float_runner, false}, {"octet_float", octet_float_runner, false},
  };
  return all;
}

void limit_rivals([[maybe_unused]] octet::simd_target target) {
#if defined(OCTET_BENCH_ONEDNN)
  limit_onednn(target);
#endif
}

}  // namespace octet_bench
