// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Operators without weights in a model on the SIMD backend: those on two tensors, the pools, SUM,
// MEAN, REDUCE_MAX, QUANTIZE, DEQUANTIZE, and those that make a code of each code, one of 16 bits.
#pragma once

#include <cstdint>
#include <optional>

#include "octet/kernels/backend/simd.hpp"
#include "octet/model/context.hpp"
#include "octet/model/simd/choice.hpp"

namespace octet::detail {

struct simd_add_kind {
  using kernels = simd_pair_kernels;
  template <class Entry>
  static bool run(const kernels& k, const auto& d, const run_context& c, contract rounding) {
    return run_add(k, Entry::args(d, c), rounding);
  }
};
struct simd_sub_kind {
  using kernels = simd_pair_kernels;
  template <class Entry>
  static bool run(const kernels& k, const auto& d, const run_context& c, contract rounding) {
    return run_sub(k, Entry::args(d, c), rounding);
  }
};
struct simd_mul_kind {
  using kernels = simd_pair_kernels;
  template <class Entry>
  static bool run(const kernels& k, const auto& d, const run_context& c, contract rounding) {
    return run_mul(k, Entry::args(d, c), rounding);
  }
};
struct simd_average_pool_2d_kind {
  using kernels = simd_pool_kernels;
  template <class Entry>
  static bool run(const kernels& k, const auto& d, const run_context& c, contract) {
    return run_average_pool_2d(k, Entry::args(d, c));
  }
};
struct simd_max_pool_2d_kind {
  using kernels = simd_maximum_kernels;
  template <class Entry>
  static bool run(const kernels& k, const auto& d, const run_context& c, contract) {
    const auto args = Entry::args(d, c);
    // A call a pixel costs more than the scalar kernel's few comparisons.
    if (args.output.shape[3] < 8) return false;
    run_max_pool_2d(k, args);
    return true;
  }
};
struct simd_sum_kind {
  using kernels = simd_pool_kernels;
  template <class Entry>
  static bool run(const kernels& k, const auto& d, const run_context& c, contract rounding) {
    return run_sum(k, Entry::args(d, c), rounding);
  }
};
struct simd_reduce_max_kind {
  using kernels = simd_maximum_kernels;
  template <class Entry>
  static bool run(const kernels& k, const auto& d, const run_context& c, contract) {
    return run_reduce_max(k, Entry::args(d, c));
  }
};
struct simd_quantize_kind {
  using kernels = simd_real_kernels;
  template <class Entry>
  static bool run(const kernels& k, const auto& d, const run_context& c, contract) {
    run_quantize(k, Entry::args(d, c));
    return true;
  }
};
struct simd_dequantize_kind {
  using kernels = simd_real_kernels;
  template <class Entry>
  static bool run(const kernels& k, const auto& d, const run_context& c, contract) {
    Entry::for_each_part(d, c, [&](const auto& args) { run_dequantize(k, args); });
    return true;
  }
};

struct simd_squared_difference_kind {
  using kernels = simd_pair_kernels;
  template <class Entry>
  static bool run(const kernels& k, const auto& d, const run_context& c, contract rounding) {
    return run_squared_difference(k, Entry::args(d, c), rounding);
  }
};
struct simd_maximum_kind {
  using kernels = simd_extremum_kernels;
  template <class Entry>
  static bool run(const kernels& k, const auto& d, const run_context& c, contract) {
    run_maximum(k, Entry::args(d, c));
    return true;
  }
};
struct simd_minimum_kind {
  using kernels = simd_extremum_kernels;
  template <class Entry>
  static bool run(const kernels& k, const auto& d, const run_context& c, contract) {
    run_minimum(k, Entry::args(d, c));
    return true;
  }
};
struct simd_prelu_kind {
  using kernels = simd_prelu_kernels;
  template <class Entry>
  static bool run(const kernels& k, const auto& d, const run_context& c, contract rounding) {
    return run_prelu(k, Entry::args(d, c), rounding);
  }
};
struct simd_rescale_kind {
  using kernels = simd_rescale_kernels;
  template <class Entry>
  static bool run(const kernels& k, const auto& d, const run_context& c, contract rounding) {
    return run_rescale(k, Entry::args(d, c), rounding);
  }
};
struct simd_abs_kind {
  using kernels = simd_rescale_kernels;
  template <class Entry>
  static bool run(const kernels& k, const auto& d, const run_context& c, contract rounding) {
    return run_abs(k, Entry::args(d, c), rounding);
  }
};
struct simd_leaky_relu_kind {
  using kernels = simd_rescale_kernels;
  template <class Entry>
  static bool run(const kernels& k, const auto& d, const run_context& c, contract rounding) {
    return run_leaky_relu(k, Entry::args(d, c), rounding);
  }
};
struct simd_interpolation_kind {
  using kernels = simd_interpolation_kernels;
  template <class Entry>
  static bool run(const kernels& k, const auto& d, const run_context& c, contract) {
    run_lookup(k, Entry::args(d, c));
    return true;
  }
};
struct simd_logistic_kind {
  using kernels = simd_sigmoid_kernels;
  template <class Entry>
  static bool run(const kernels& k, const auto& d, const run_context& c, contract) {
    run_logistic(k, Entry::args(d, c));
    return true;
  }
};
struct simd_tanh_kind {
  using kernels = simd_sigmoid_kernels;
  template <class Entry>
  static bool run(const kernels& k, const auto& d, const run_context& c, contract) {
    run_tanh(k, Entry::args(d, c));
    return true;
  }
};
struct simd_softmax_int16_kind {
  using kernels = simd_softmax_kernels;
  template <class Entry>
  static bool run(const kernels& k, const auto& d, const run_context& c, contract rounding) {
    return run_softmax_int16(k, Entry::args(d, c), rounding);
  }
};

/// An entry without weights, run by Kind's kernel where that takes its arguments.
template <class Entry, class Kind, contract Contract>
struct simd_unweighted_entry : Entry {
  struct data {
    typename Entry::data plain;
    std::uint32_t enabled;
    std::uint32_t target;
  };

  [[gnu::cold]] static result<data> prepare(prepare_context& c) {
    const result<typename Entry::data> plain = Entry::prepare(c);
    if (!plain) return plain.error();
    const std::optional<simd_target> target = simd_choice(c.backend_choice()).target();
    return data{.plain = *plain,
                .enabled = target.has_value(),
                .target = static_cast<std::uint32_t>(target.value_or(simd_target::portable))};
  }

  template <class Backend>
  static void run(const data& d, const run_context& c) {
    const auto& kernels = kernels_for<typename Kind::kernels, Entry>(d.target);
    if (d.enabled == 0 || !Kind::template run<Entry>(kernels, d.plain, c, Contract))
      Entry::template run<Backend>(d.plain, c);
  }
};

}  // namespace octet::detail
