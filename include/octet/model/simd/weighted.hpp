// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// CONV_2D, DEPTHWISE_CONV_2D and FULLY_CONNECTED in a model on the SIMD backend.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "octet/kernels/backend/simd.hpp"
#include "octet/kernels/convolution_args.hpp"
#include "octet/kernels/fully_connected.hpp"
#include "octet/model/context.hpp"
#include "octet/model/simd/choice.hpp"
#include "octet/model/simd/packed.hpp"

namespace octet::detail {

/// Whether there are kernels for the types of a layer.
template <class Args>
inline constexpr bool has_simd_kernels =
    simd_codes<decltype(Args{}.output.data[0]), typename Args::accumulator>;

/// Whether a layer's lines, and those under a window together, are of a size that a plan can count
/// in 32 bits. A hostile model's need not be.
template <class Args>
constexpr bool has_usual_size(const Args& a) {
  constexpr std::int64_t most_positions = 1 << 20, most_codes = 1 << 26;
  const auto positions = [](const window_axis& w, std::int32_t input) {
    return std::int64_t{w.size} * w.dilation + input + std::int64_t{2} * w.stride;
  };
  const std::int64_t channels = std::max(a.input.shape[3], a.output.shape[3]);
  const std::int64_t width = positions(a.window.x, a.input.shape[2]);
  const std::int64_t lines =
      std::max<std::int64_t>(std::int64_t{a.window.y.size} * a.window.y.dilation, 1);
  return channels > 0 && channels <= most_simd_channels && width <= most_positions &&
         positions(a.window.y, a.input.shape[1]) <= most_positions &&
         lines * width * channels <= most_codes;
}
template <class Args>
requires(decltype(Args::filter.shape)::rank == 2) constexpr bool has_usual_size(const Args& a) {
  return a.filter.shape[0] > 0 && a.filter.shape[0] <= most_simd_channels;
}

/// Whether each output channel reads some of the input's only.
template <class Args>
constexpr bool has_groups(const Args& a) {
  if constexpr (decltype(a.filter.shape)::rank == 4) {
    return a.filter.shape[3] != a.input.shape[3];
  } else {
    return false;
  }
}

/// Plan, packing and run of CONV_2D and FULLY_CONNECTED.
struct simd_product_kind {
  using kernels = simd_product_kernels;
  using plan = product_plan;

  template <class Args>
  static std::optional<plan> make(const kernels& k, const Args& a, contract c) {
    if (has_groups(a)) return std::nullopt;
    return plan_product(a, k, c);
  }
  static bool prepare(const plan& p, const auto& a, std::span<std::uint8_t> packed) {
    return prepare_product(p, a, packed);
  }
  static void run(const kernels& k, const plan& p, const auto& a, std::span<std::uint8_t> packed,
                  std::span<std::uint8_t> scratch, const piece_executor& e) {
    run_product(k, p, a, packed, scratch, e);
  }
};

/// The same of DEPTHWISE_CONV_2D. Several outputs of a single channel are a convolution.
struct simd_depthwise_kind {
  using kernels = simd_depthwise_kernels;

  struct plan {
    bool is_product = false;
    depthwise_plan depthwise{};
    product_plan product{};

    constexpr std::size_t packed_bytes() const {
      return is_product ? product.packed_bytes() : depthwise.packed_bytes();
    }
    constexpr std::size_t scratch_bytes() const {
      return is_product ? product.scratch_bytes() : depthwise.scratch_bytes();
    }
  };

  template <class Args>
  static std::optional<plan> make(const kernels& k, const Args& a, contract c) {
    plan p{.is_product = a.input.shape[3] == 1 && a.output.shape[3] > 1};
    if (p.is_product) {
      p.product = plan_product(a, k, c);
      return p;
    }
    p.depthwise = plan_depthwise(k, a, c);
    if (p.depthwise.steps() > most_depthwise_steps) return std::nullopt;
    return p;
  }
  static bool prepare(const plan& p, const auto& a, std::span<std::uint8_t> packed) {
    return p.is_product ? prepare_one_channel(p.product, a, packed)
                        : prepare_depthwise(p.depthwise, a, packed);
  }
  static void run(const kernels& k, const plan& p, const auto& a, std::span<std::uint8_t> packed,
                  std::span<std::uint8_t> scratch, const piece_executor& e) {
    p.is_product ? run_product(k, p.product, a, packed, scratch, e)
                 : run_depthwise(k, p.depthwise, a, packed, scratch, e);
  }
};

/// An entry with weights, run by SIMD kernels over packed weights where there are such kernels,
/// else as it is.
template <class Entry, class Kind, contract Contract>
struct simd_weighted_entry : Entry {
  using data = simd_packed_data<Entry, typename Kind::plan>;

  [[gnu::cold]] static result<data> prepare(prepare_context& c) {
    result<data> d = data::of(c);
    if (!d) return d;
    const std::optional<simd_target> target = simd_choice(c.backend_choice()).packed_target();
    if (!target) return d;
    d->target = static_cast<std::uint32_t>(*target);
    Entry::with_args(d->plain, c.prepared(), [&]<class Args>(const Args& args) {
      if constexpr (has_simd_kernels<Args>) pack(c, args, *d);
    });
    return d;
  }

  template <class Backend>
  static void run(const data& d, const run_context& c) {
    if (!d.is_packed()) return Entry::template run<Backend>(d.plain, c);
    Entry::with_args(d.plain, c, [&]<class Args>(const Args& args) {
      if constexpr (has_simd_kernels<Args>) {
        Kind::run(kernels_for<typename Kind::kernels, Entry>(d.target), d.plan, args, d.weights(c),
                  d.scratch(c), c.pieces());
      }
    });
  }

 private:
  template <class Args>
  static void pack(prepare_context& c, const Args& args, data& d) {
    if (!has_usual_size(args)) return;
    const auto plan =
        Kind::make(kernels_for<typename Kind::kernels, Entry>(d.target), args, Contract);
    if (!plan || plan->scratch_bytes() > most_simd_scratch) return;
    c.must_not_overlap();
    const std::size_t threads = simd_choice(c.backend_choice()).threads();
    d.pack(c, *plan, plan->scratch_bytes() * threads,
           [&](std::span<std::uint8_t> memory) { return Kind::prepare(*plan, args, memory); });
  }
};

}  // namespace octet::detail
