// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// ADD, SUB and MUL in a model on the SIMD backend.
#pragma once

#include <cstdint>
#include <optional>

#include "octet/kernels/backend/simd.hpp"
#include "octet/model/context.hpp"
#include "octet/model/simd/choice.hpp"

namespace octet::detail {

struct simd_add {
  static bool run(const simd_kernels& kernels, const auto& args, contract c) {
    return run_add(kernels, args, c);
  }
};
struct simd_sub {
  static bool run(const simd_kernels& kernels, const auto& args, contract c) {
    return run_sub(kernels, args, c);
  }
};
struct simd_mul {
  static bool run(const simd_kernels& kernels, const auto& args, contract c) {
    return run_mul(kernels, args, c);
  }
};

/// An entry on two tensors of codes, run by Kind's kernel where its factors allow that.
template <class Entry, class Kind, contract Contract>
struct simd_pair_entry : Entry {
  struct data {
    typename Entry::data plain;
    std::uint32_t enabled;
    std::uint32_t target;
  };

  static result<data> prepare(prepare_context& c) {
    const result<typename Entry::data> plain = Entry::prepare(c);
    if (!plain) return plain.error();
    const std::optional<simd_target> target = simd_choice(c.backend_choice()).target();
    return data{.plain = *plain,
                .enabled = target.has_value(),
                .target = static_cast<std::uint32_t>(target.value_or(simd_target::portable))};
  }

  template <class Backend>
  static void run(const data& d, const run_context& c) {
    const simd_kernels& kernels = kernels_of(static_cast<simd_target>(d.target));
    if (d.enabled == 0 || !Kind::run(kernels, Entry::args(d.plain, c), Contract))
      Entry::template run<Backend>(d.plain, c);
  }
};

}  // namespace octet::detail
