// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// What CONV_2D, DEPTHWISE_CONV_2D and TRANSPOSE_CONV have in common in a model.
#pragma once

#include <array>
#include <cstdint>
#include <type_traits>

#include "octet/kernels/convolution_args.hpp"
#include "octet/kernels/hybrid.hpp"
#include "octet/kernels/wide_convolution.hpp"
#include "octet/model/ops/geometry.hpp"
#include "octet/model/ops/hybrid.hpp"
#include "octet/model/ops/weighted.hpp"

namespace octet::ops {

/// What the compiler is to know about a node: its accumulator, and its extents if they help.
struct convolution_choice {
  accumulation accumulator;
  bool knows_extents = false;
  std::array<std::int32_t, 4> input{}, filter{}, output{};

  static constexpr convolution_choice of(accumulation accumulator, const conv_geometry& g) {
    const auto sizes = [](const extents_4d& e) {
      return std::array<std::int32_t, 4>{e[0], e[1], e[2], e[3]};
    };
    return {accumulator, true, sizes(g.input), sizes(g.filter), sizes(g.output)};
  }
};

namespace detail {

/// Extents that are known only at run time.
template <convolution_choice... Known>
struct convolution_extents {
  using input = extents_4d;
  using filter = extents_4d;
  using output = extents_4d;

  template <class T>
  static constexpr void with_types(accumulation chosen, auto run) {
    with_accumulator<T>(chosen, run);
  }
};

template <convolution_choice Known>
struct convolution_extents<Known> {
  template <std::array<std::int32_t, 4> E>
  using constant =
      std::conditional_t<Known.knows_extents, extents<E[0], E[1], E[2], E[3]>, extents_4d>;
  using input = constant<Known.input>;
  using filter = constant<Known.filter>;
  using output = constant<Known.output>;

  template <class T>
  static constexpr void with_types(accumulation chosen, auto run) {
    with_accumulator<T, Known.accumulator>(chosen, run);
  }
};

template <class Extents>
constexpr Extents extents_as(const extents_4d& e) {
  return {e[0], e[1], e[2], e[3]};
}

}  // namespace detail

/// What a convolution of codes prepares.
struct convolution_data {
  weighted_data weighted;
  conv_geometry geometry;
};

/// What prepare_convolution has to know of an operator.
struct convolution_rules {
  refusal (*geometry)(const prepare_context&, conv_geometry&);
  std::int32_t channel_axis;  ///< of the filter's scales
  int activation;             ///< the field's number
  bool runs_in_place;
};

template <class T, class Weight>
[[gnu::cold]] constexpr outcome<convolution_data> prepare_convolution(
    prepare_context& c, const convolution_rules& rules) {
  if (refusal r = check_weighted<T, Weight>(c, rules.channel_axis)) return r;
  convolution_data d{};
  const conv_geometry& g = d.geometry;
  if (refusal r = rules.geometry(c, d.geometry)) return r;
  if (refusal r = prepare_weighted<T, Weight>(c, g.output[3], rules.activation, d.weighted))
    return r;
  if (rules.runs_in_place)
    c.may_overlap(in_place_distance_of(g.input, g.output, g.window.y, sizeof(T)));
  return d;
}

/// The arguments of a convolution's kernel.
template <class Args, class T, class Weight>
constexpr Args convolution_args_of(const convolution_data& d, const run_context& c) {
  const weighted_data& w = d.weighted;
  const conv_geometry& g = d.geometry;
  using input = decltype(Args{}.input.shape);
  using filter = decltype(Args{}.filter.shape);
  using output = decltype(Args{}.output.shape);
  return {
      .input = {c.read<T>(w.input), detail::extents_as<input>(g.input)},
      .filter = {w.weights<Weight>(c), detail::extents_as<filter>(g.filter)},
      .bias = w.biases<typename Args::bias_code>(c),
      .output = {c.write<T>(w.output), detail::extents_as<output>(g.output)},
      .input_zero_point = w.input_zero_point,
      .window = g.window,
      .requantize = w.requantize(c),
      .order = c.order(w.input, w.output),
  };
}

/// The entry of a convolution with activations of type T. Kind has what is its own: code,
/// channel_axis (of the filter's scales), activation (the field's number), whether it
/// runs_in_place, has_wide_kernel (wide_convolution is its kernel for wide sums), knows_extents
/// (whether the compiler makes a kernel for each shape), geometry(), run(), and how it quantizes
/// real activations.
template <class Kind, class T, class Weight>
struct convolution : weighted_entry<Kind::code, T, Weight> {
  using data = convolution_data;

  [[gnu::cold]] static constexpr outcome<data> prepare(prepare_context& c) {
    return prepare_convolution<T, Weight>(
        c, {&Kind::geometry, Kind::channel_axis, Kind::activation, Kind::runs_in_place});
  }

  static constexpr convolution_choice choice(const data& d) {
    if constexpr (!Kind::knows_extents) {
      return {.accumulator = d.weighted.accumulator};
    }
    return convolution_choice::of(d.weighted.accumulator, d.geometry);
  }

  /// Calls use(args) with the arguments of the kernel.
  template <convolution_choice... Known>
  static constexpr void with_args(const data& d, const run_context& c, auto use) {
    using shapes = detail::convolution_extents<Known...>;
    shapes::template with_types<T>(d.weighted.accumulator, [&]<class Bias, class Accumulator>() {
      use(convolution_args_of<args_type<Bias, Accumulator, Known...>, T, Weight>(d, c));
    });
  }

  template <class Backend, convolution_choice... Known>
  static constexpr void run(const data& d, const run_context& c) {
    if constexpr (sizeof(T) == 1 && Kind::has_wide_kernel) {
      const auto a =
          convolution_args_of<args_type<std::int32_t, accumulator_32, Known...>, T, Weight>(d, c);
      usual_or_wide<Known.accumulator...>(
          d.weighted.accumulator, [&] { Kind::template run<Backend>(a); },
          [&] { wide_convolution<Backend>(a, Kind::code == builtin::depthwise_conv_2d); });
    } else {
      with_args<Known...>(d, c, [](const auto& a) { Kind::template run<Backend>(a); });
    }
  }

 private:
  template <class Bias, class Accumulator, convolution_choice... Known>
  using args_type = basic_convolution_args<T, Weight, Bias, Accumulator,
                                           typename detail::convolution_extents<Known...>::input,
                                           typename detail::convolution_extents<Known...>::filter,
                                           typename detail::convolution_extents<Known...>::output>;
};

/// Real activations. An image is quantized as a whole.
template <class Kind, class Weight>
struct convolution<Kind, float, Weight> : hybrid_entry<Kind::code, Weight> {
  struct data {
    hybrid_data hybrid;
    conv_geometry geometry;
  };

  [[gnu::cold]] static constexpr outcome<data> prepare(prepare_context& c) {
    if (refusal r = check_hybrid<Weight>(c, Kind::channel_axis)) return r;
    conv_geometry geometry;
    if (refusal r = Kind::geometry(c, geometry)) return r;
    const outcome<hybrid_data> hybrid =
        prepare_hybrid(c, geometry.output[3], row_of(geometry.input).count(), Kind::activation,
                       Kind::scheme_of_rows(c, geometry));
    if (!hybrid) return hybrid.error();
    return data{.hybrid = *hybrid, .geometry = geometry};
  }

  static constexpr bool choice(const data& d) { return d.hybrid.wide != 0; }

  static constexpr hybrid_args<Weight> args(const data& d, const run_context& c) {
    const hybrid_data& h = d.hybrid;
    return {
        .input = {c.read<float>(h.input), d.geometry.input},
        .filter = {c.read<Weight>(h.filter), d.geometry.filter},
        .output = {c.write<float>(h.output), d.geometry.output},
        .window = d.geometry.window,
        .scheme = h.scheme,
        .scaling = h.scaling(c),
        .scratch = c.scratch<std::int8_t>(h.node),
    };
  }

  template <class Backend, bool... Known>
  static constexpr void run(const data& d, const run_context& c) {
    with_sums<Known...>(d.hybrid.wide != 0, [&]<class Accumulator>() {
      for_each_hybrid_row<Accumulator>(
          args(d, c), [](const auto& row) { Kind::template run<hybrid_backend<Backend>>(row); });
    });
  }
};

}  // namespace octet::ops
