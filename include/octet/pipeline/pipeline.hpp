// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// pipeline: a network or a signal chain written in C++, layer after layer, and planned by the
// compiler.
#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <tuple>
#include <type_traits>
#include <utility>

#include "octet/kernels/backend/backend.hpp"
#include "octet/kernels/backend/scalar.hpp"
#include "octet/pipeline/composition.hpp"
#include "octet/pipeline/joining_layer.hpp"
#include "octet/pipeline/static_model.hpp"
#include "octet/pipeline/weighted_layer.hpp"

namespace octet {

/// What namespace layer has; layer.hpp says what each must have.
template <class L>
concept Layer = requires(const L& l, const tensor_kind& in) {
  typename L::operators;
  { l.output_kind(in) } -> std::same_as<tensor_kind>;
  { l.node() } -> std::same_as<layer_node>;
};

/// A user's own step between layers. Its elements are codes, float, or numbers such as q<3, 4>; it
/// must be a constant; the spans never overlap.
///
///   struct halve {
///     using input_type = std::int8_t;
///     using output_type = std::int8_t;
///     constexpr octet::tensor_kind output_kind(const octet::tensor_kind& in) const { return in; }
///     void run(std::span<const std::int8_t> in, std::span<std::int8_t> out) const;
///   };
template <class S>
concept Stage = requires(const S& s, const tensor_kind& kind,
                         std::span<const typename S::input_type> in,
                         std::span<typename S::output_type> out) {
  { s.output_kind(kind) } -> std::same_as<tensor_kind>;
  s.run(in, out);
};

/// Where a pipeline begins: a tensor of these sizes, in front of which stands a batch of 1.
template <std::int32_t... Sizes>
struct input {
  tensor_format format{};

  static_assert(sizeof...(Sizes) < max_rank && ((Sizes > 0) && ...));
  constexpr tensor_kind kind() const { return {format, shape_of(1, Sizes...)}; }
};

/// Layers and stages in their order, behind an input.
template <class Input, class... Steps>
struct chain {
  Input input{};
  std::tuple<Steps...> steps{};
};

template <std::int32_t... Sizes, class Step>
requires Layer<Step> || Stage<Step>
constexpr auto operator|(const input<Sizes...>& begin, const Step& step) {
  return chain<input<Sizes...>, Step>{begin, {step}};
}
template <class Input, class... Steps, class Step>
requires Layer<Step> || Stage<Step>
constexpr auto operator|(const chain<Input, Steps...>& begin, const Step& step) {
  return chain<Input, Steps..., Step>{begin.input,
                                      std::tuple_cat(begin.steps, std::tuple<Step>{step})};
}

namespace detail {

/// Whether a tensor of this format holds elements of type T.
template <class T>
constexpr bool holds(const tensor_format& f) {
  if constexpr (QFormat<T>) {
    return f == format_of<T>;
  } else {
    return f.type == type_of<T>;
  }
}

/// What a chain says, worked out one step after the other.
template <const auto& Chain>
struct composed {
  using steps = std::remove_cvref_t<decltype(Chain.steps)>;
  static constexpr std::size_t count = std::tuple_size_v<steps>;

  template <std::size_t I>
  struct step;
  template <std::size_t I>
  static constexpr tensor_kind kind_at() {
    if constexpr (I == 0) {
      return Chain.input.kind();
    } else {
      return step<I - 1>::output;
    }
  }

  /// Entry of a user's stage, which is node I.
  template <std::size_t I>
  struct stage_entry {
    using stage = std::tuple_element_t<I, steps>;
    static constexpr builtin code = builtin::custom;
    static constexpr bool accepts(const graph&, const node& op) { return op.index == I; }

    struct data {
      std::int32_t input, output;  ///< tensor indices
      std::uint32_t inputs, outputs;
    };
    static constexpr outcome<data> prepare(prepare_context& c) {
      const tensor_info in = c.input(0), out = c.output(0);
      return data{in.index, out.index, static_cast<std::uint32_t>(in.shape.count()),
                  static_cast<std::uint32_t>(out.shape.count())};
    }
    template <class Backend>
    static void run(const data& d, const run_context& c) {
      using from = typename stage::input_type;
      using to = typename stage::output_type;
      std::get<I>(Chain.steps)
          .run(std::span<const from>{c.template read<from>(d.input).data(), d.inputs},
               std::span<to>{c.template write<to>(d.output).data(), d.outputs});
    }
  };

  template <std::size_t I>
  struct step {
    using type = std::tuple_element_t<I, steps>;
    static constexpr const type& layer = std::get<I>(Chain.steps);
    static constexpr std::int32_t index = I;  ///< how many steps come before
    /// A shortcut, which its own checks refuse where it leads out of the pipeline, skips steps.
    static constexpr std::size_t source() {
      if constexpr (requires { layer.skipped(); }) {
        if constexpr (layer.skipped() >= 0 && layer.skipped() <= index)
          return static_cast<std::size_t>(index - layer.skipped());
      }
      return I;
    }
    static constexpr tensor_kind input = kind_at<source()>();
    template <std::int32_t Steps>
    static constexpr tensor_kind input_before = kind_at<I - Steps>();

    static constexpr tensor_kind checked_output() {
      if constexpr (Layer<type>) {
        type::template fits<step>();
      } else {
        static_assert(holds<typename type::input_type>(input.format),
                      "a stage's input_type must be what the step before it makes");
        static_assert(holds<typename type::output_type>(layer.output_kind(input).format),
                      "a stage's output_type must be what its output_kind says");
      }
      return layer.output_kind(input);
    }
    static constexpr tensor_kind output = checked_output();

    static constexpr layer_node node() {
      if constexpr (Layer<type>) {
        return layer.node();
      } else {
        return {.code = builtin::custom};
      }
    }
    static constexpr auto operators() {
      if constexpr (Layer<type>) {
        return typename type::operators{};
      } else {
        return op_list<stage_entry<I>>{};
      }
    }
  };

  static constexpr auto tensors = []<std::size_t... I>(std::index_sequence<I...>) {
    return std::array<tensor_kind, count + 1>{kind_at<I>()...};
  }
  (std::make_index_sequence<count + 1>{});
  static constexpr auto nodes = []<std::size_t... I>(std::index_sequence<I...>) {
    return std::array<layer_node, count>{step<I>::node()...};
  }
  (std::make_index_sequence<count>{});
  using operators = decltype([]<std::size_t... I>(std::index_sequence<I...>) {
    return (op_list<>{} + ... + step<I>::operators());
  }(std::make_index_sequence<count>{}));

  static constexpr std::size_t file_bytes = [] {
    flatbuffer_writer measured;
    write_composition(measured, tensors, nodes);
    return measured.size();
  }();
  alignas(16) static constexpr auto file = [] {
    std::array<std::uint8_t, file_bytes> bytes{};
    flatbuffer_writer w{bytes};
    write_composition(w, tensors, nodes);
    return bytes;
  }();
};

}  // namespace detail

/// A network of layers.
///
///   constexpr auto layers = octet::input<28, 28, 1>{{.scale = 1 / 255.0F, .zero_point = -128}} |
///                           octet::layer::conv_2d{.weights = ...} | octet::layer::softmax{};
///   constexpr auto net = octet::pipeline<layers>;
///
/// It is a static_model, whose file the compiler writes from the layers: the same checks, planner
/// and kernels, `arena_bytes`, `macc`, `memory`, `input`, `output`, `run`.
///
/// Chain    a constexpr object with static storage, as are the weights that its layers refer to
/// memory   weights are copied into the file; the originals need not be linked
/// errors   a layer that does not fit does not compile: a static_assert names it and says what it
///          expects. What only the operator checks is refused as static_model does
template <const auto& Chain, KernelBackend Backend = scalar>
inline constexpr basic_static_model<detail::composed<Chain>::file,
                                    typename detail::composed<Chain>::operators, Backend>
    pipeline{};

}  // namespace octet
